package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);
  private static final Source SOURCE = new Source("t", "id", 0);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Partitions partitions = new Partitions(3, Duration.ofSeconds(1));

  @Test
  void waitsForTheFlushIntervalOrAFullBatch() {
    partitions.begin(PARTITION, SOURCE, null, 0);
    add(0, 0);

    assertThat(partitions.due(SECOND - 1)).isEmpty();
    assertThat(ranges(SECOND)).containsExactly(new Range(0, 0));

    partitions.stored(partitions.due(SECOND).getFirst());
    add(1, SECOND);
    add(2, SECOND);
    add(3, SECOND);
    add(4, SECOND);
    assertThat(ranges(SECOND)).containsExactly(new Range(1, 3));
  }

  @Test
  void keepsABatchAsItIsUntilItIsStored() {
    partitions.begin(PARTITION, SOURCE, null, 0);
    add(0, 0);
    Batch first = partitions.due(SECOND).getFirst();
    add(1, SECOND);

    assertThat(partitions.due(5 * SECOND)).containsExactly(first);
  }

  @Test
  void storesAnUnfinishedRangeAgainAsExactlyThatRange() {
    long from = partitions.begin(PARTITION, SOURCE, new Range(10, 12), 0);
    assertThat(from).isEqualTo(10);
    add(9, 0);
    add(10, 0);
    add(11, 0);
    assertThat(partitions.due(9 * SECOND)).isEmpty();
    add(12, 0);
    add(13, 0);

    assertThat(ranges(0)).containsExactly(new Range(10, 12));

    partitions.stored(partitions.due(0).getFirst());
    assertThat(ranges(SECOND)).containsExactly(new Range(13, 13));
  }

  @Test
  void goesOnAfterARangeThatLeftTheLog() {
    assertThat(partitions.begin(PARTITION, SOURCE, new Range(10, 12), 11)).isEqualTo(13);
    assertThat(partitions.begin(PARTITION, SOURCE, new Range(10, 12), 40)).isEqualTo(40);
  }

  @Test
  void passesOverWhatIsStored() {
    partitions.begin(PARTITION, SOURCE, null, 0);
    add(0, 0);
    partitions.stored(partitions.due(SECOND).getFirst());

    add(0, SECOND);

    assertThat(partitions.due(9 * SECOND)).isEmpty();
    assertThat(partitions.buffered()).isZero();
  }

  @Test
  void isFullAtItsBound() {
    assertThat(partitions.isFull(PARTITION)).isTrue();
    partitions.begin(PARTITION, SOURCE, null, 0);
    add(0, 0);
    add(1, 0);
    assertThat(partitions.isFull(PARTITION)).isFalse();
    add(2, 0);
    assertThat(partitions.isFull(PARTITION)).isTrue();
  }

  @Test
  void isFullAndCutByBytesTooAsAnswersMayBeLarge() {
    int half = (int) (Partitions.MAX_BYTES / 2);
    partitions.begin(PARTITION, SOURCE, null, 0);
    add(0, 0, half);
    assertThat(partitions.isFull(PARTITION)).isFalse();
    add(1, 0, half);
    add(2, 0, 1);
    assertThat(partitions.isFull(PARTITION)).isTrue();

    assertThat(ranges(0)).containsExactly(new Range(0, 1));
    partitions.stored(partitions.due(0).getFirst());
    assertThat(partitions.isFull(PARTITION)).isFalse();
    assertThat(ranges(SECOND)).containsExactly(new Range(2, 2));
  }

  @Test
  void isReadOnBeyondItsBoundWhileAnUnfinishedRangeIsLonger() {
    partitions.begin(PARTITION, SOURCE, new Range(0, 4), 0);
    for (int offset = 0; offset < 4; offset++) {
      add(offset, 0);
    }
    assertThat(partitions.isFull(PARTITION)).isFalse();
    add(4, 0);
    assertThat(ranges(0)).containsExactly(new Range(0, 4));
  }

  @Test
  void goesOnBehindAnUnfinishedRangeOfWhichNothingIsLeftInTheLog() {
    partitions.begin(PARTITION, SOURCE, new Range(5, 5), 0);
    add(7, 0);

    assertThat(partitions.due(SECOND - 1)).isEmpty();
    assertThat(ranges(SECOND)).containsExactly(new Range(7, 7));
  }

  @Test
  void waitsLongerAfterEachFailure() {
    Backoff backoff = new Backoff();

    assertThat(backoff.failed(0)).isEqualTo(Duration.ofMillis(250));
    assertThat(backoff.failed(0)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.isOver(Duration.ofMillis(499).toNanos())).isFalse();
    assertThat(backoff.isOver(Duration.ofMillis(500).toNanos())).isTrue();
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.failed(0)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
    backoff.succeeded();
    assertThat(backoff.isOver(0)).isTrue();
  }

  private List<Range> ranges(long nowNanos) {
    return partitions.due(nowNanos).stream().map(Batch::range).toList();
  }

  private void add(long offset, long nowNanos) {
    add(offset, nowNanos, 1);
  }

  private void add(long offset, long nowNanos, int bytes) {
    partitions.add(
        PARTITION, new ConsumerRecord<>("t", 0, offset, "key", new byte[bytes]), nowNanos);
  }
}

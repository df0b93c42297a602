package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KeptIndexTest {
  private final KeptIndex index = new KeptIndex(2);

  @Test
  void forgetsTheOldestFirst() {
    index.put("a", place(1));
    index.put("b", place(2));
    index.put("c", place(3));

    assertThat(index.size()).isEqualTo(2);
    assertThat(index.find("a")).isEmpty();
    assertThat(index.find("c")).hasValue(place(3));
  }

  @Test
  void waitsForWhatIsJustBeingKept() throws Exception {
    CompletableFuture<KeptIndex.Place> found =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return index.await("a", Duration.ofSeconds(20)).orElseThrow();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    index.put("a", place(1));

    assertThat(found.get()).isEqualTo(place(1));
    assertThat(index.await("b", Duration.ofMillis(1))).isEmpty();
  }

  private static KeptIndex.Place place(long offset) {
    return new KeptIndex.Place(new TopicPartition("t", 0), offset);
  }
}

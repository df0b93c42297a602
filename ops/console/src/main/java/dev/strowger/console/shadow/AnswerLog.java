package dev.strowger.console.shadow;

import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;

/** The answers to one request, the caller's and those of shadows, from the log. */
public final class AnswerLog {
  /** Offsets of one partition that are looked at for one call. */
  static final int MAX_SCANNED = 200_000;

  /** Records of one key; more are not looked at. */
  private static final int MAX_FOUND = 200;

  /** A request is at an end by then. */
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final KafkaAccess kafka;

  /**
   * @param last of each shadow, by name
   * @param whole false: the log is too long since the request, its middle was not looked at
   */
  public record Results(List<ShadowResult> last, boolean whole) {
    public Results {
      last = List.copyOf(last);
    }
  }

  public AnswerLog(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * What the caller got; empty if that was not kept.
   *
   * @param decided when the request was decided
   */
  public Optional<ResponseRecord> kept(String requestId, Instant decided) throws IOException {
    Part part = part(Topics.RESPONSES, requestId, decided, decided.plus(LONGEST));
    List<ResponseRecord> found =
        read(Topics.RESPONSES, requestId, part.number(), part.range().first(MAX_SCANNED));
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }

  /** A shadow may have been given the request long after it was decided. */
  public Results results(String requestId, Instant decided) throws IOException {
    Part part = part(Topics.SHADOW_RESULTS, requestId, decided, OffsetRange.LATEST);
    boolean whole = part.range().size() <= MAX_SCANNED;
    List<OffsetRange> ranges =
        whole
            ? List.of(part.range())
            : List.of(part.range().first(MAX_SCANNED / 2), part.range().last(MAX_SCANNED / 2));
    Map<String, ShadowResult> last = new TreeMap<>();
    for (OffsetRange range : ranges) {
      for (ShadowResult result : read(Topics.SHADOW_RESULTS, requestId, part.number(), range)) {
        last.put(result.getShadow(), result);
      }
    }
    return new Results(List.copyOf(last.values()), whole);
  }

  private record Part(int number, OffsetRange range) {}

  private Part part(Topic<?> topic, String key, Instant from, Instant to) throws IOException {
    Map<Integer, OffsetRange> ranges = OffsetRange.between(kafka, topic, from, to);
    int number = partition(key, ranges.size());
    OffsetRange range = ranges.get(number);
    if (range == null) {
      throw new IOException(topic.name() + " has no partition " + number);
    }
    return new Part(number, range);
  }

  /** As Kafka's producers choose it for a record with a key. */
  static int partition(String key, int partitions) throws IOException {
    if (partitions == 0) {
      throw new IOException("a topic without partitions");
    }
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  private <V extends SpecificRecord> List<V> read(
      Topic<V> topic, String key, int partition, OffsetRange range) throws IOException {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    List<V> found = new ArrayList<>();
    try (PartitionCursor<V> cursor =
        new PartitionCursor<>(kafka, topic, partition, range, k -> Arrays.equals(wanted, k))) {
      V next = cursor.next();
      while (next != null && found.size() < MAX_FOUND) {
        found.add(next);
        next = cursor.next();
      }
    }
    return found;
  }
}

package dev.strowger.console.shadow;

import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which copies need not be made: those that were called, and those that still wait for that. A copy
 * that was passed over without a call (skipped) may be made again. Used by one thread.
 */
final class StandingCopies {
  /** More are too many to keep in mind. */
  static final int MAX_COPIES = 1_000_000;

  private static final String SKIPPED = "skipped";

  /** Stands for any number of copies. */
  private static final int CALLED = 1 << 20;

  /** Those that wait, by request and shadow. */
  private final Map<Copy, Integer> waiting = new HashMap<>();

  private record Copy(String requestId, String shadow) {}

  /**
   * @param from copies before it are of earlier requests
   * @param shadow the only one looked at; empty: all
   * @param cancelled whether to end early
   */
  static StandingCopies read(
      KafkaAccess kafka, Instant from, String shadow, BooleanSupplier cancelled)
      throws IOException {
    StandingCopies standing = new StandingCopies();
    // Copies first: of one that ends meanwhile, both are read.
    standing.each(
        kafka,
        Topics.SHADOW,
        from,
        cancelled,
        copy -> {
          if (shadow.isEmpty() || shadow.equals(copy.getShadow())) {
            standing.add(copy);
          }
        });
    standing.each(
        kafka,
        Topics.SHADOW_RESULTS,
        from,
        cancelled,
        result -> {
          if (shadow.isEmpty() || shadow.equals(result.getShadow())) {
            standing.ended(result);
          }
        });
    return standing;
  }

  boolean has(ShadowRecord copy) {
    return waiting.getOrDefault(id(copy), 0) > 0;
  }

  void add(ShadowRecord copy) {
    waiting.merge(id(copy), 1, Integer::sum);
  }

  void ended(ShadowResult result) {
    Copy copy = new Copy(result.getRequestId(), result.getShadow());
    int before = waiting.getOrDefault(copy, 0);
    boolean skipped = result.getResult().equals(SKIPPED);
    waiting.put(copy, skipped ? Math.max(0, before - 1) : CALLED);
  }

  private <V extends SpecificRecord> void each(
      KafkaAccess kafka,
      Topic<V> topic,
      Instant from,
      BooleanSupplier cancelled,
      Consumer<V> reader)
      throws IOException {
    for (Map.Entry<Integer, OffsetRange> part : ranges(kafka, topic, from).entrySet()) {
      try (PartitionCursor<V> cursor =
          new PartitionCursor<>(kafka, topic, part.getKey(), part.getValue())) {
        V next = cursor.next();
        while (next != null && !cancelled.getAsBoolean()) {
          reader.accept(next);
          if (waiting.size() > MAX_COPIES) {
            throw new IOException(
                "more than " + MAX_COPIES + " copies since then; name one shadow or a later time");
          }
          next = cursor.next();
        }
      }
    }
  }

  private static Map<Integer, OffsetRange> ranges(KafkaAccess kafka, Topic<?> topic, Instant from) {
    Map<Integer, OffsetRange> ranges = OffsetRange.between(kafka, topic, from, OffsetRange.LATEST);
    ranges.values().removeIf(range -> range.size() == 0);
    return ranges;
  }

  private static Copy id(ShadowRecord copy) {
    return new Copy(copy.getRequest().getRequestId(), copy.getShadow());
  }
}

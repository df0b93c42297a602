package dev.strowger.console.reconcile;

import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The committed events, read on from where the last reading ended. Used by one thread. */
final class EventLog {
  private final KafkaAccess kafka;
  private final Map<Integer, Long> next = new TreeMap<>();
  private int firstWholeMonth;
  private long unreadable;

  EventLog(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * Reads to what is the end now.
   *
   * @return whether there was anything
   */
  boolean read(Consumer<EventRecord> events, BooleanSupplier cancelled) throws IOException {
    long before = offsets();
    for (Map.Entry<Integer, OffsetRange> partition : ranges(next).entrySet()) {
      int number = partition.getKey();
      OffsetRange range = partition.getValue();
      boolean cut = !next.containsKey(number) && range.start() > 0;
      if (range.size() > 0) {
        read(number, range, cut, events, cancelled);
      }
      next.put(number, range.end());
    }
    return offsets() > before;
  }

  private void read(
      int partition,
      OffsetRange range,
      boolean cut,
      Consumer<EventRecord> events,
      BooleanSupplier cancelled)
      throws IOException {
    try (PartitionCursor<EventRecord> cursor =
        new PartitionCursor<>(kafka, Topics.EVENTS, partition, range)) {
      boolean first = cut;
      EventRecord event = cursor.next();
      while (event != null && !cancelled.getAsBoolean()) {
        if (first) {
          int month = Ledger.month(event.getAt());
          firstWholeMonth = Math.max(firstWholeMonth, month % 100 == 12 ? month + 89 : month + 1);
          first = false;
        }
        events.accept(event);
        event = cursor.next();
      }
      unreadable += cursor.unreadable();
    }
  }

  /** All events of a tenant up to where the last reading ended. */
  void ofTenant(String tenant, Consumer<EventRecord> events) throws IOException {
    byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
    for (Map.Entry<Integer, OffsetRange> partition : ranges(Map.of()).entrySet()) {
      long end = next.getOrDefault(partition.getKey(), 0L);
      OffsetRange range = new OffsetRange(Math.min(partition.getValue().start(), end), end);
      if (range.size() == 0) {
        continue;
      }
      try (PartitionCursor<EventRecord> cursor =
          new PartitionCursor<>(
              kafka, Topics.EVENTS, partition.getKey(), range, k -> Arrays.equals(k, key))) {
        for (EventRecord event = cursor.next(); event != null; event = cursor.next()) {
          events.accept(event);
        }
      }
    }
  }

  private Map<Integer, OffsetRange> ranges(Map<Integer, Long> from) {
    Map<Integer, OffsetRange> ranges = new HashMap<>();
    OffsetRange.between(kafka, Topics.EVENTS, Instant.EPOCH, OffsetRange.LATEST)
        .forEach(
            (partition, all) -> {
              long start = Math.max(all.start(), from.getOrDefault(partition, 0L));
              ranges.put(partition, new OffsetRange(Math.min(start, all.end()), all.end()));
            });
    return ranges;
  }

  private long offsets() {
    return next.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Events of earlier months have left the log, or some of them; yyyymm, 0: none has. */
  int firstWholeMonth() {
    return firstWholeMonth;
  }

  long unreadable() {
    return unreadable;
  }
}

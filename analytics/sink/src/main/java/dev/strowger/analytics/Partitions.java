package dev.strowger.analytics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What was read of the assigned partitions and is not stored yet. Pure: no clock, no I/O. */
final class Partitions {
  /** Of the records of a partition, as results of shadows have whole answers in them. */
  static final long MAX_BYTES = 8L << 20;

  private final int maxRows;
  private final Duration flushInterval;
  private final Map<TopicPartition, Buffer> buffers = new HashMap<>();

  /**
   * Records of one partition; at most maxRows or MAX_BYTES and one poll more, for then it is
   * paused.
   */
  private static final class Buffer {
    private final Source source;
    private final Deque<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();
    private long bytes;
    private long storedUpTo;
    private long firstAtNanos;

    /** A range that may be stored in part: the next batch is this and nothing else. */
    private @Nullable Range unfinished;

    /** Being stored; stays the same until it is. */
    private @Nullable Batch batch;

    private Buffer(Source source, long storedUpTo, @Nullable Range unfinished) {
      this.source = source;
      this.storedUpTo = storedUpTo;
      this.unfinished = unfinished;
    }

    private boolean isFull(int maxRows) {
      return records.size() >= maxRows || bytes >= MAX_BYTES;
    }

    /** Whether a range that is to be stored again was not read to its end. */
    private boolean isShort() {
      return unfinished != null
          && (records.isEmpty() || records.getLast().offset() < unfinished.last());
    }

    /** Whether nothing is left of that range, as newer records of the same keys replaced it. */
    private boolean isGone() {
      return unfinished != null && records.getFirst().offset() > unfinished.last();
    }
  }

  Partitions(int maxRows, Duration flushInterval) {
    this.maxRows = maxRows;
    this.flushInterval = flushInterval;
  }

  /**
   * Begins a partition.
   *
   * @param newest range of it in ClickHouse
   * @param beginning first offset still in the log
   * @return the offset to read from
   */
  long begin(TopicPartition partition, Source source, @Nullable Range newest, long beginning) {
    if (newest == null) {
      buffers.put(partition, new Buffer(source, beginning - 1, null));
      return beginning;
    }
    if (newest.first() < beginning) {
      // It cannot be read whole any more, so it cannot be stored again as the same batch.
      long from = Math.max(newest.last() + 1, beginning);
      buffers.put(partition, new Buffer(source, from - 1, null));
      return from;
    }
    buffers.put(partition, new Buffer(source, newest.first() - 1, newest));
    return newest.first();
  }

  void end(TopicPartition partition) {
    buffers.remove(partition);
  }

  void add(TopicPartition partition, ConsumerRecord<String, byte[]> record, long nowNanos) {
    Buffer buffer = buffers.get(partition);
    if (buffer == null || record.offset() <= buffer.storedUpTo) {
      return;
    }
    if (buffer.records.isEmpty()) {
      buffer.firstAtNanos = nowNanos;
    }
    buffer.records.add(record);
    buffer.bytes += size(record);
  }

  boolean isFull(TopicPartition partition) {
    Buffer buffer = buffers.get(partition);
    return buffer == null || (buffer.isFull(maxRows) && !buffer.isShort());
  }

  long buffered() {
    return buffers.values().stream().mapToLong(b -> b.records.size()).sum();
  }

  /** The batches to store now. */
  List<Batch> due(long nowNanos) {
    List<Batch> due = new ArrayList<>();
    for (Buffer buffer : buffers.values()) {
      if (buffer.batch == null && isDue(buffer, nowNanos)) {
        buffer.batch = cut(buffer);
      }
      Optional.ofNullable(buffer.batch).ifPresent(due::add);
    }
    return due;
  }

  /** After a batch was stored. */
  void stored(Batch batch) {
    for (Buffer buffer : buffers.values()) {
      if (batch.equals(buffer.batch)) {
        buffer.storedUpTo = batch.range().last();
        buffer.unfinished = null;
        buffer.batch = null;
        while (!buffer.records.isEmpty()
            && buffer.records.getFirst().offset() <= buffer.storedUpTo) {
          buffer.bytes -= size(buffer.records.removeFirst());
        }
      }
    }
  }

  private boolean isDue(Buffer buffer, long nowNanos) {
    if (buffer.records.isEmpty()) {
      return false;
    }
    if (buffer.isShort()) {
      return false;
    }
    if (buffer.isGone()) {
      buffer.unfinished = null;
    }
    return buffer.unfinished != null
        || buffer.isFull(maxRows)
        || nowNanos - buffer.firstAtNanos >= flushInterval.toNanos();
  }

  private Batch cut(Buffer buffer) {
    Range unfinished = buffer.unfinished;
    return new Batch(
        buffer.source,
        unfinished == null
            ? first(buffer)
            : buffer.records.stream().filter(r -> r.offset() <= unfinished.last()).toList());
  }

  private List<ConsumerRecord<String, byte[]>> first(Buffer buffer) {
    List<ConsumerRecord<String, byte[]>> first = new ArrayList<>();
    long bytes = 0;
    for (ConsumerRecord<String, byte[]> record : buffer.records) {
      if (first.size() == maxRows || bytes >= MAX_BYTES) {
        break;
      }
      first.add(record);
      bytes += size(record);
    }
    return first;
  }

  private static long size(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }
}

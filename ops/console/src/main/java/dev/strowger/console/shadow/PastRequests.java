package dev.strowger.console.shadow;

import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of some time over all partitions, in their order; used by one thread. */
final class PastRequests implements AutoCloseable {
  private final Instant from;
  private final Instant to;
  private final long size;
  private final List<PartitionCursor<RequestRecord>> parts = new ArrayList<>();

  PastRequests(KafkaAccess kafka, Instant from, Instant to) {
    this.from = from;
    this.to = to;
    Map<Integer, OffsetRange> ranges = OffsetRange.between(kafka, Topics.REQUESTS, from, to);
    ranges.values().removeIf(range -> range.size() == 0);
    this.size = ranges.values().stream().mapToLong(OffsetRange::size).sum();
    try {
      ranges.forEach(
          (part, range) -> parts.add(new PartitionCursor<>(kafka, Topics.REQUESTS, part, range)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The earliest that is left; null at the end. */
  @Nullable RequestRecord next() throws IOException {
    PartitionCursor<RequestRecord> first = null;
    RequestRecord earliest = null;
    for (PartitionCursor<RequestRecord> part : parts) {
      RequestRecord head = head(part);
      if (head != null
          && (earliest == null || head.getReceivedAtUs() < earliest.getReceivedAtUs())) {
        first = part;
        earliest = head;
      }
    }
    return first == null ? null : first.next();
  }

  private @Nullable RequestRecord head(PartitionCursor<RequestRecord> part) throws IOException {
    RequestRecord head = part.peek();
    while (head != null
        && (head.getReceivedAt().isBefore(from) || !head.getReceivedAt().isBefore(to))) {
      part.next();
      head = part.peek();
    }
    return head;
  }

  /** Of the log that was gone through, 0 to 1. */
  double share() {
    long done = parts.stream().mapToLong(PartitionCursor::offsets).sum();
    return size == 0 ? 1 : Math.min(1.0, (double) done / size);
  }

  long unreadable() {
    return parts.stream().mapToLong(PartitionCursor::unreadable).sum();
  }

  @Override
  public void close() {
    parts.forEach(PartitionCursor::close);
  }
}

package dev.strowger.console.audit;

import dev.strowger.audit.Link;
import dev.strowger.audit.TrailFile;
import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The trail in pages, partition after partition, each record as the line of an export. */
public final class TrailPages {
  /** Offsets that are looked at for one page. */
  static final int MAX_SCANNED = 5_000;

  /** A page is not begun anew behind so much. */
  static final int MAX_BYTES = 4 << 20;

  private final KafkaAccess kafka;

  public TrailPages(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /** Where to go on. */
  public record Place(int partition, long offset) {}

  /**
   * @param next empty at the end
   * @param unreadable records that are none of the topic
   */
  public record Page(List<String> lines, Optional<Place> next, long unreadable) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * @param tenant empty: all
   */
  public Page links(Place from, Optional<String> tenant) throws IOException {
    return page(Topics.AUDIT, from, tenant, AuditRecord::getTenant, Link::line);
  }

  /** What is kept of prompts and answers, as it stands in the log. */
  public Page contents(Place from, Optional<String> tenant) throws IOException {
    return page(Topics.AUDIT_CONTENTS, from, tenant, AuditContent::getTenant, TrailFile::content);
  }

  private <V extends SpecificRecord> Page page(
      Topic<V> topic,
      Place from,
      Optional<String> tenant,
      Function<V, String> tenantOf,
      Function<V, byte[]> line)
      throws IOException {
    Map<Integer, OffsetRange> ranges =
        new TreeMap<>(OffsetRange.between(kafka, topic, Instant.EPOCH, OffsetRange.LATEST));
    OffsetRange whole = ranges.get(from.partition());
    if (whole == null) {
      return new Page(List.of(), Optional.empty(), 0);
    }
    OffsetRange part =
        new OffsetRange(Math.max(whole.start(), from.offset()), whole.end()).first(MAX_SCANNED);
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    try (PartitionCursor<V> cursor = new PartitionCursor<>(kafka, topic, from.partition(), part)) {
      V record = part.size() > 0 ? cursor.next() : null;
      while (record != null) {
        if (tenant.isEmpty() || tenant.get().equals(tenantOf.apply(record))) {
          byte[] text = line.apply(record);
          lines.add(new String(text, StandardCharsets.UTF_8));
          bytes += text.length;
        }
        record = bytes > MAX_BYTES ? null : cursor.next();
      }
      long next = part.start() + cursor.offsets();
      return new Page(lines, next(ranges, from.partition(), next), cursor.unreadable());
    }
  }

  private static Optional<Place> next(Map<Integer, OffsetRange> ranges, int partition, long at) {
    OffsetRange range = ranges.get(partition);
    if (range != null && at < range.end()) {
      return Optional.of(new Place(partition, at));
    }
    return ranges.containsKey(partition + 1)
        ? Optional.of(new Place(partition + 1, 0))
        : Optional.empty();
  }
}

package dev.strowger.console.audit;

import dev.strowger.audit.Link;
import dev.strowger.audit.TrailFile;
import dev.strowger.console.log.LogWork;
import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedRequest;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.Body;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;

/** All that the trail has of one request. */
public final class TrailSearch implements LogWork<TrailSearch.Found> {
  private static final int MAX_TEXT_BYTES = 64 << 20;

  private final KafkaAccess kafka;
  private final Sealing sealing;
  private final String requestId;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong all = new AtomicLong();
  private volatile boolean cancelled;

  /**
   * @param tenant of the link; empty: there is none
   * @param line the link, as in an export; empty: there is none
   * @param fits whether its content is what was hashed
   */
  public record Found(
      String requestId, String tenant, String line, boolean fits, List<Content> contents) {
    public Found {
      contents = List.copyOf(contents);
    }
  }

  /**
   * A prompt or an answer.
   *
   * @param fits whether it is what the link's hash is of
   * @param text empty if it cannot be read
   */
  public record Content(String part, String mode, boolean fits, String text) {}

  private interface Taker<V> {
    /** False if nothing more is wanted. */
    boolean take(V value);
  }

  /**
   * @param sealing opens what is kept; what it cannot open has no text
   */
  public TrailSearch(KafkaAccess kafka, Sealing sealing, String requestId) {
    this.kafka = kafka;
    this.sealing = sealing;
    this.requestId = requestId;
  }

  @Override
  public Optional<Found> run() throws IOException {
    Map<Integer, OffsetRange> links =
        OffsetRange.between(kafka, Topics.AUDIT, Instant.EPOCH, OffsetRange.LATEST);
    Map<Integer, OffsetRange> bodies =
        OffsetRange.between(kafka, Topics.AUDIT_CONTENTS, Instant.EPOCH, OffsetRange.LATEST);
    all.set(
        links.values().stream().mapToLong(OffsetRange::size).sum()
            + bodies.values().stream().mapToLong(OffsetRange::size).sum());
    List<AuditRecord> found = new ArrayList<>(1);
    scan(
        Topics.AUDIT,
        links,
        record -> {
          boolean ours =
              record.getEntry() instanceof AuditedRequest asked
                  && asked.getRequestId().equals(requestId);
          return !ours || !found.add(record);
        });
    List<AuditContent> contents = new ArrayList<>();
    scan(
        Topics.AUDIT_CONTENTS,
        bodies,
        content -> !content.getRequestId().equals(requestId) || contents.add(content));
    if (cancelled) {
      return Optional.empty();
    }
    if (found.isEmpty()) {
      return Optional.of(new Found(requestId, "", "", false, List.of()));
    }
    AuditRecord record = found.getFirst();
    Link link = Link.of(record);
    return Optional.of(
        new Found(
            requestId,
            record.getTenant(),
            new String(Link.line(record), StandardCharsets.UTF_8),
            link.hash().equals(link.computed()),
            contents.stream().map(one -> content(one, link)).toList()));
  }

  private <V extends SpecificRecord> void scan(
      dev.strowger.topics.Topic<V> topic, Map<Integer, OffsetRange> ranges, Taker<V> taker)
      throws IOException {
    for (Map.Entry<Integer, OffsetRange> part : ranges.entrySet()) {
      try (PartitionCursor<V> cursor =
          new PartitionCursor<>(kafka, topic, part.getKey(), part.getValue())) {
        V value = cursor.next();
        while (value != null && !cancelled) {
          read.incrementAndGet();
          if (!taker.take(value)) {
            return;
          }
          value = cursor.next();
        }
      }
    }
  }

  private Content content(AuditContent content, Link link) {
    String hash = TrailFile.hash(content.getBody());
    boolean fits =
        link.asked()
            .map(a -> content.getPart().equals("prompt") ? a.promptHash() : a.answerHash())
            .filter(hash::equals)
            .isPresent();
    return new Content(content.getPart(), content.getMode(), fits, text(content));
  }

  /** The one place where a body is read. */
  private String text(AuditContent content) {
    byte[] sealed = new byte[content.getBody().remaining()];
    content.getBody().duplicate().get(sealed);
    try {
      ByteBuffer body = ByteBuffer.wrap(sealing.open(content.getTenant(), sealed));
      return new String(
          new Body(content.getBodyEncoding(), body).unpack(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | SealedException e) {
      return "";
    }
  }

  @Override
  public Progress progress() {
    long whole = all.get();
    return new Progress(
        Map.of("records", read.get()), whole == 0 ? 0 : Math.min(1, (double) read.get() / whole));
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}

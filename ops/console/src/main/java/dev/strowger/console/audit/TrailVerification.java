package dev.strowger.console.audit;

import dev.strowger.audit.Link;
import dev.strowger.audit.Problem;
import dev.strowger.audit.Verifier;
import dev.strowger.console.log.LogWork;
import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads all chains to what their ends are now, and says whether they are whole, whether their heads
 * are those the router knows, and whether every request that ended has its link.
 */
public final class TrailVerification implements LogWork<TrailReport> {
  /** More are counted only. */
  static final int MAX_PROBLEMS = 1_000;

  /** How long links of requests that have just ended are waited for. */
  private static final Duration LAG = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final KafkaAccess kafka;
  private final Terms terms;
  private final List<Problem> problems = new ArrayList<>();
  private final EndedRequests ended = new EndedRequests();
  private final AtomicLong links = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong all = new AtomicLong();
  private long count;
  private volatile boolean cancelled;

  /**
   * @param tenant empty: all
   * @param keys none: signatures are not looked at
   * @param routerGroup the router's application id
   * @param trail the topic; another one to look at a copy
   */
  public record Terms(
      Optional<String> tenant, List<PublicKey> keys, String routerGroup, Topic<AuditRecord> trail) {
    public Terms {
      keys = List.copyOf(keys);
    }
  }

  public TrailVerification(KafkaAccess kafka, Terms terms) {
    this.kafka = kafka;
    this.terms = terms;
  }

  @Override
  public Optional<TrailReport> run() throws IOException, InterruptedException {
    // Before the chains, so that those are read at least as far.
    Map<String, dev.strowger.audit.Head> heads =
        new HashMap<>(new KnownHeads(kafka, terms.routerGroup()).read());
    heads.keySet().removeIf(tenant -> !wanted(tenant));
    Map<Integer, OffsetRange> ends = whole(Topics.EVENTS);
    Map<Integer, OffsetRange> trail = whole(terms.trail());
    all.set(size(ends) + size(trail));
    Verifier verifier = new Verifier(terms.keys(), heads, true);
    for (Map.Entry<Integer, OffsetRange> part : ends.entrySet()) {
      readEvents(part.getKey(), part.getValue());
    }
    readTrail(verifier, trail);
    awaitLinks(verifier, trail);
    if (cancelled) {
      return Optional.empty();
    }
    tell(verifier.end());
    tell(ended.problems());
    return Optional.of(report(verifier));
  }

  private TrailReport report(Verifier verifier) {
    return new TrailReport(
        count == 0,
        links.get(),
        ended.count(),
        !terms.keys().isEmpty(),
        count,
        problems.stream().map(TrailReport.Found::of).toList(),
        verifier.summaries().stream().map(TrailReport.Chain::of).toList());
  }

  private void readEvents(int partition, OffsetRange range) throws IOException {
    try (PartitionCursor<EventRecord> cursor =
        new PartitionCursor<>(kafka, Topics.EVENTS, partition, range)) {
      EventRecord event = cursor.next();
      while (event != null && !cancelled) {
        events.incrementAndGet();
        if (wanted(event.getTenant())) {
          ended.ended(event);
        }
        event = cursor.next();
      }
      done.addAndGet(range.size());
    }
  }

  private void readTrail(Verifier verifier, Map<Integer, OffsetRange> ranges) throws IOException {
    for (Map.Entry<Integer, OffsetRange> part : ranges.entrySet()) {
      readTrail(verifier, part.getKey(), part.getValue());
    }
  }

  private void readTrail(Verifier verifier, int partition, OffsetRange range) throws IOException {
    try (PartitionCursor<AuditRecord> cursor =
        new PartitionCursor<>(kafka, terms.trail(), partition, range)) {
      AuditRecord record = cursor.next();
      while (record != null && !cancelled) {
        String key = new String(cursor.key(), StandardCharsets.UTF_8);
        if (wanted(key)) {
          Link link = Link.of(record);
          links.incrementAndGet();
          tell(verifier.take(key, link));
          ended.linked(link);
        }
        record = cursor.next();
      }
      done.addAndGet(range.size());
      if (cursor.unreadable() > 0) {
        tell(
            List.of(
                new Problem(
                    Problem.Kind.UNREADABLE,
                    "-",
                    0,
                    cursor.unreadable() + " records of partition " + partition + " are no links")));
      }
    }
  }

  /** Requests may have ended a moment ago: their links follow. */
  private void awaitLinks(Verifier verifier, Map<Integer, OffsetRange> read)
      throws IOException, InterruptedException {
    Map<Integer, OffsetRange> last = read;
    long until = System.nanoTime() + LAG.toNanos();
    while (ended.waiting() && !cancelled && System.nanoTime() < until) {
      Thread.sleep(PAUSE);
      Map<Integer, OffsetRange> now = whole(terms.trail());
      Map<Integer, OffsetRange> more = new HashMap<>();
      for (Map.Entry<Integer, OffsetRange> part : now.entrySet()) {
        OffsetRange before = last.get(part.getKey());
        long from = before == null ? part.getValue().start() : before.end();
        if (part.getValue().end() > from) {
          more.put(part.getKey(), new OffsetRange(from, part.getValue().end()));
        }
      }
      readTrail(verifier, more);
      last = now;
    }
  }

  private void tell(List<Problem> found) {
    count += found.size();
    found.stream().limit(Math.max(0, MAX_PROBLEMS - problems.size())).forEach(problems::add);
  }

  private boolean wanted(String tenant) {
    return terms.tenant().isEmpty() || terms.tenant().get().equals(tenant);
  }

  private Map<Integer, OffsetRange> whole(Topic<?> topic) {
    return OffsetRange.between(kafka, topic, Instant.EPOCH, OffsetRange.LATEST);
  }

  private static long size(Map<Integer, OffsetRange> ranges) {
    return ranges.values().stream().mapToLong(OffsetRange::size).sum();
  }

  @Override
  public Progress progress() {
    long whole = all.get();
    return new Progress(
        Map.of("links", links.get(), "events", events.get()),
        whole == 0 ? 0 : Math.min(1, (double) done.get() / whole));
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}

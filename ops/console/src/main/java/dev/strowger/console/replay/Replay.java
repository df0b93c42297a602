package dev.strowger.console.replay;

import dev.strowger.console.log.LogWork;
import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.policy.Policy;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the decisions of some time again with another policy. */
public final class Replay implements LogWork<ReplayReport> {
  private static final int MAX_THREADS = 8;

  /** How long after the last decision the end of its request is looked for. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(15);

  private final KafkaAccess kafka;
  private final Terms terms;
  private final Policy policy;
  private final PriceBook prices;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong passed = new AtomicLong();
  private volatile long size = -1;

  /**
   * @param from when decisions were recorded, inclusive
   * @param to exclusive
   * @param limit of decisions: the earliest; 0: none
   * @param changes changed decisions in the report: the earliest
   */
  public record Terms(Instant from, Instant to, long limit, int changes) {}

  /**
   * @param recorded policies by version, for what models cost then
   */
  public Replay(
      KafkaAccess kafka, Terms terms, Policy policy, Function<String, Optional<Policy>> recorded) {
    this.kafka = kafka;
    this.terms = terms;
    this.policy = policy;
    this.prices = new PriceBook(policy, recorded);
  }

  @Override
  public Progress progress() {
    long all = size;
    double share = all < 0 ? 0 : all == 0 ? 1 : Math.min(1.0, (double) passed.get() / all);
    return new Progress(Map.of("decisions", taken.get()), share);
  }

  @Override
  public void cancel() {
    cancelled.set(true);
  }

  /** With a limit one thread decides, else several side by side. */
  @Override
  public Optional<ReplayReport> run() throws IOException, InterruptedException {
    List<Part> parts = parts();
    size = parts.stream().mapToLong(p -> p.decisions().size()).sum();
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    List<Tally> tallies = terms.limit() > 0 ? List.of(inTime(parts)) : sideBySide(parts, threads);
    if (cancelled.get()) {
      return Optional.empty();
    }
    Tally all = new Tally(terms.changes());
    tallies.forEach(all::add);
    passed.set(size);
    return Optional.of(ReplayReport.of(terms, policy.version(), all));
  }

  /** What is to be read of a partition. */
  private record Part(int partition, OffsetRange decisions, @Nullable OffsetRange events) {}

  private List<Part> parts() {
    Map<Integer, OffsetRange> decisions =
        OffsetRange.between(kafka, Topics.DECISIONS, terms.from(), terms.to());
    Map<Integer, OffsetRange> events =
        OffsetRange.between(kafka, Topics.EVENTS, terms.from(), terms.to().plus(AFTERWARDS));
    boolean sameKeys = decisions.size() == events.size();
    List<Part> parts = new ArrayList<>();
    decisions.forEach((p, range) -> parts.add(new Part(p, range, sameKeys ? events.get(p) : null)));
    return parts;
  }

  private List<Tally> sideBySide(List<Part> parts, int threads)
      throws IOException, InterruptedException {
    List<Tally> tallies = new ArrayList<>();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("replay-", 1).factory())) {
      List<Future<Tally>> running =
          parts.stream().map(part -> pool.submit(() -> through(part))).toList();
      for (Future<Tally> one : running) {
        tallies.add(one.get());
      }
    } catch (ExecutionException e) {
      cancel();
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("a partition could not be replayed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      cancel();
      throw e;
    }
    return tallies;
  }

  private Tally through(Part part) throws IOException {
    try (Lane lane = new Lane(part)) {
      while (!cancelled.get() && lane.peek() != null) {
        lane.take();
      }
      return lane.finish();
    }
  }

  /** One after another by time and id, until there are enough. */
  private Tally inTime(List<Part> parts) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    try {
      for (Part part : parts) {
        lanes.add(new Lane(part));
      }
      long left = terms.limit();
      Lane next = earliest(lanes);
      while (!cancelled.get() && left > 0 && next != null) {
        next.take();
        left--;
        next = earliest(lanes);
      }
      Tally all = new Tally(terms.changes());
      for (Lane lane : lanes) {
        all.add(lane.finish());
      }
      return all;
    } finally {
      lanes.forEach(Lane::close);
    }
  }

  private static @Nullable Lane earliest(List<Lane> lanes) throws IOException {
    Lane first = null;
    DecisionRecord head = null;
    for (Lane lane : lanes) {
      DecisionRecord other = lane.peek();
      if (other != null && (head == null || before(other, head))) {
        first = lane;
        head = other;
      }
    }
    return first;
  }

  private static boolean before(DecisionRecord one, DecisionRecord other) {
    int order = one.getAt().compareTo(other.getAt());
    return order == 0 ? one.getRequestId().compareTo(other.getRequestId()) < 0 : order < 0;
  }

  /** One partition, with its events beside it. */
  private final class Lane implements AutoCloseable {
    private final PartitionCursor<DecisionRecord> decisions;
    private final @Nullable PartitionCursor<EventRecord> events;
    private final PartitionReplay replay;
    private long told;

    Lane(Part part) {
      decisions =
          new PartitionCursor<>(kafka, Topics.DECISIONS, part.partition(), part.decisions());
      OffsetRange range = part.events();
      events =
          range == null
              ? null
              : new PartitionCursor<>(kafka, Topics.EVENTS, part.partition(), range);
      replay = new PartitionReplay(policy, prices, events, new Tally(terms.changes()));
    }

    /** The next decision of the time in question. */
    @Nullable DecisionRecord peek() throws IOException {
      DecisionRecord head = decisions.peek();
      while (head != null
          && (head.getAt().isBefore(terms.from()) || !head.getAt().isBefore(terms.to()))) {
        decisions.next();
        head = decisions.peek();
      }
      passed.addAndGet(decisions.offsets() - told);
      told = decisions.offsets();
      return head;
    }

    void take() throws IOException {
      DecisionRecord decision = decisions.next();
      if (decision != null) {
        replay.take(decision);
        taken.incrementAndGet();
      }
    }

    Tally finish() throws IOException {
      if (!cancelled.get()) {
        replay.finish();
        replay.tally().add(Tally.Group.TOTAL, "unreadable", decisions.unreadable());
      }
      return replay.tally();
    }

    @Override
    public void close() {
      decisions.close();
      if (events != null) {
        events.close();
      }
    }
  }
}

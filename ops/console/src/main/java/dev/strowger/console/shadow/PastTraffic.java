package dev.strowger.console.shadow;

import dev.strowger.console.log.LogWork;
import dev.strowger.facts.CallFactsOf;
import dev.strowger.facts.ShadowRecordOf;
import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Policy;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Gives requests of some time to shadows, as if they were asked now. The policy decides about each
 * again, so shares and constraints hold; its plan is dropped and nobody but shadows is asked.
 */
public final class PastTraffic implements LogWork<PastReport> {
  /** What is known of targets now says nothing about a request of then; shadow workers look. */
  private static final Moment NOTHING = new Moment(Map.of(), Map.of(), Set.of());

  private final KafkaAccess kafka;
  private final Terms terms;
  private final Question question;
  private final Clock clock;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<String, Long> copied = new TreeMap<>();
  private final PastCounts counts = new PastCounts();

  /**
   * @param from when requests were received, inclusive
   * @param to exclusive
   * @param limit of copies: those of the earliest requests
   * @param shadow the only one that gets copies; empty: all
   * @param maxRecordBytes a longer copy is not made
   */
  public record Terms(Instant from, Instant to, long limit, String shadow, int maxRecordBytes) {}

  /**
   * @param lookedAt whether a door found out all that the policy goes by
   */
  public record Question(Policy policy, Predicate<RequestFacts> lookedAt) {}

  public PastTraffic(KafkaAccess kafka, Terms terms, Question question, Clock clock) {
    this.kafka = kafka;
    this.terms = terms;
    this.question = question;
    this.clock = clock;
  }

  @Override
  public Progress progress() {
    return counts.progress();
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  @Override
  public Optional<PastReport> run() throws IOException, InterruptedException {
    StandingCopies standing =
        StandingCopies.read(kafka, terms.from(), terms.shadow(), this::isCancelled);
    try (PastRequests requests = new PastRequests(kafka, terms.from(), terms.to());
        CopyWriter writer = new CopyWriter(kafka, terms.maxRecordBytes())) {
      RequestRecord request = requests.next();
      while (request != null && !isCancelled() && counts.copies() < terms.limit()) {
        take(request, standing, writer);
        counts.through(requests.share());
        request = requests.next();
      }
      if (isCancelled()) {
        return Optional.empty();
      }
      counts.unreadable(requests.unreadable());
    }
    counts.through(1);
    return Optional.of(
        new PastReport(
            new PastReport.Window(
                question.policy().version(),
                terms.from().toString(),
                terms.to().toString(),
                terms.shadow(),
                terms.limit()),
            new TreeMap<>(counts.all()),
            copied));
  }

  private boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  private void take(RequestRecord request, StandingCopies standing, CopyWriter writer)
      throws IOException, InterruptedException {
    counts.add(PastCounts.REQUESTS);
    if (!question.lookedAt().test(request.getFacts())) {
      counts.add(PastCounts.NOT_LOOKED_AT);
      return;
    }
    Instant then = request.getReceivedAt();
    switch (question.policy().decide(CallFactsOf.request(request, then, NOTHING))) {
      case Decision.Refused _ -> counts.add(PastCounts.REFUSED);
      case Decision.Planned planned -> {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (ShadowRecord copy :
            ShadowRecordOf.planned(planned, question.policy().version(), request, now)) {
          if (terms.shadow().isEmpty() || terms.shadow().equals(copy.getShadow())) {
            copy(copy, standing, writer);
          }
        }
      }
    }
  }

  private void copy(ShadowRecord copy, StandingCopies standing, CopyWriter writer)
      throws IOException, InterruptedException {
    if (counts.copies() >= terms.limit()) {
      return;
    }
    if (standing.has(copy)) {
      counts.add(PastCounts.STANDING);
      return;
    }
    Optional<byte[]> bytes = writer.encode(copy);
    if (bytes.isEmpty()) {
      counts.add(PastCounts.TOO_LARGE);
      return;
    }
    Pace pace = paces.computeIfAbsent(copy.getShadow(), _ -> new Pace());
    long wait = pace.waitNanos(System.nanoTime(), copy.getPerMinute());
    if (cancelled.await(wait, TimeUnit.NANOSECONDS)) {
      return;
    }
    writer.write(copy, bytes.get());
    standing.add(copy);
    counts.add(PastCounts.COPIES);
    copied.merge(copy.getShadow(), 1L, Long::sum);
  }
}

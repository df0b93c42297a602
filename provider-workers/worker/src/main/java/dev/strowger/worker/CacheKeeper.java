package dev.strowger.worker;

import dev.strowger.records.CacheRecord;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.Usage;
import dev.strowger.topics.Body;
import dev.strowger.worker.cache.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers to {@code llm.cache}, beside the requests they came from: nobody waits for it, and
 * what there is no room for is not kept. One thread works out what was asked.
 */
final class CacheKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CacheKeeper.class);
  private static final int MOST_WAITING = 1_000;

  /** Of answers and requests. */
  private static final long MOST_WAITING_BYTES = 64 << 20;

  /** A stop waits no longer for what was to be kept. */
  private static final Duration STOP = Duration.ofSeconds(2);

  private final Publisher publisher;
  private final TimeSource time;
  private final Duration retention;
  private final CacheMetrics metrics;
  private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param retention how long the log keeps answers, whatever a route says
   */
  CacheKeeper(Publisher publisher, TimeSource time, Duration retention, CacheMetrics metrics) {
    this.publisher = publisher;
    this.time = time;
    this.retention = retention;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().daemon().name("cache-keeper").start(this::run);
  }

  /**
   * An answer that was given.
   *
   * @param delivery at the step that made it
   * @param usage of that step's call
   * @param costMicros of all calls for it
   */
  record Made(
      Delivery delivery,
      KeptAnswer answer,
      String finishReason,
      Usage usage,
      long costMicros,
      String currency) {
    private static Made of(Attempted attempted, KeptAnswer answer) {
      return new Made(
          attempted.delivery(),
          answer,
          attempted.finishReason(),
          attempted.usage(),
          PathSums.costMicros(attempted.path()),
          attempted.cost().currency());
    }
  }

  private sealed interface Task {
    record Keep(Made made, CacheTerms terms) implements Task {}

    record Forget(String key) implements Task {}
  }

  /** Keeps the answer if its plan says so and it is good; does not wait. */
  void keep(Attempted attempted) {
    if (!Keepable.checked(attempted.delivery(), time.now())) {
      return;
    }
    Optional<KeptAnswer> answer =
        switch (attempted.outcome()) {
          case CallOutcome.Answered(byte[] body, var _, var _, var dropped) ->
              Optional.of(new KeptAnswer(body, false, attempted.simulated(), dropped));
          case CallOutcome.Streamed(var _, var _, var copy) -> copy;
          case CallOutcome.Faulted _,
              CallOutcome.BrokeOff _,
              CallOutcome.Interrupted _,
              CallOutcome.WayRefused _,
              CallOutcome.Held _,
              CallOutcome.Candidate _,
              CallOutcome.Aside _,
              CallOutcome.NotCalled _,
              CallOutcome.ClientGone _,
              CallOutcome.AnsweredElsewhere _ ->
              Optional.empty();
        };
    answer.ifPresent(whole -> keep(Made.of(attempted, whole)));
  }

  /**
   * As {@link #keep(Attempted)}, for an answer that the step after the one that made it found good.
   */
  void keep(Made made) {
    Optional<CacheTerms> terms = Keepable.terms(made.delivery());
    if (terms.isPresent()
        && Keepable.good(made.delivery(), made.finishReason(), made.answer().bytes())) {
      offer(new Task.Keep(made, terms.get()));
    }
  }

  /** Deletes an answer that is too old; does not wait. */
  void forget(String key) {
    offer(new Task.Forget(key));
  }

  private void offer(Task task) {
    long bytes = bytes(task);
    boolean room = waitingBytes.addAndGet(bytes) <= MOST_WAITING_BYTES;
    if (closed || !room || !waiting.offer(task)) {
      waitingBytes.addAndGet(-bytes);
      metrics.notKept("full");
    }
  }

  private static long bytes(Task task) {
    return switch (task) {
      case Task.Keep(Made made, var _) ->
          made.answer().bytes().length + made.delivery().request().getBody().remaining();
      case Task.Forget _ -> 0;
    };
  }

  private void run() {
    while (!closed || !waiting.isEmpty()) {
      try {
        Task task = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (task != null) {
          waitingBytes.addAndGet(-bytes(task));
          work(task);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        metrics.notKept("failed");
        log.atWarn().setCause(e).log("an answer was not kept for others");
      }
    }
  }

  private void work(Task task) {
    switch (task) {
      case Task.Forget(String key) -> publisher.cache(key, null, () -> {});
      case Task.Keep(Made made, CacheTerms terms) ->
          Question.of(made.delivery().request(), made.delivery().shield().space(terms))
              .map(question -> keyed(made, question))
              .ifPresent(question -> write(question, sealed(made, terms, question)));
    }
  }

  private Question keyed(Made made, Question question) {
    return publisher.bodies().keyed(made.delivery().request().getTenant(), question);
  }

  private CacheRecord sealed(Made made, CacheTerms terms, Question question) {
    return publisher.bodies().seal(made.delivery().request(), record(made, terms, question));
  }

  private void write(Question question, CacheRecord record) {
    publisher.cache(question.key(), record, () -> metrics.notKept("failed"));
    metrics.kept();
  }

  private CacheRecord record(Made made, CacheTerms terms, Question question) {
    Delivery delivery = made.delivery();
    KeptAnswer answer = made.answer();
    RequestFacts facts = delivery.request().getFacts();
    boolean byLikeness =
        terms.getThreshold() != null
            && facts.getEmbedding() != null
            && !question.context().isEmpty();
    Body body = Body.pack(answer.bytes());
    Instant now = time.now();
    long ttlMs = Math.min(terms.getTtlMs(), retention.toMillis());
    return CacheRecord.newBuilder()
        .setTenant(delivery.request().getTenant())
        .setSpace(terms.getSpace())
        .setRoute(delivery.routed().getPlan().getRoute())
        .setProvider(delivery.step().getProvider())
        .setModel(delivery.step().getModel())
        .setAt(now)
        .setExpiresAt(now.plusMillis(ttlMs))
        .setApi(delivery.request().getApi())
        .setEvents(answer.events())
        .setBodyEncoding(body.encoding())
        .setBody(body.bytes())
        .setUsage(made.usage())
        .setCostMicros(made.costMicros())
        .setCurrency(made.currency())
        .setFinishReason(made.finishReason())
        .setSimulated(answer.simulated())
        .setDropped(answer.dropped())
        .setEmbedding(byLikeness ? facts.getEmbedding() : null)
        .setContext(byLikeness ? question.context() : "")
        .build();
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(STOP)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

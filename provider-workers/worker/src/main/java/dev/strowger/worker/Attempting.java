package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.topics.Body;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One delivery from its start to its end, in straight lines on a virtual thread: try the step, then
 * answer, advance or give up, and write down what happened.
 */
final class Attempting implements DeliveryWork {
  /** For the cancellation that tells why the client's door refused an answer. */
  private static final Duration WHY_GONE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Attempting.class);

  private final ProviderCall call;
  private final boolean simulated;
  private final Cancellations cancellations;
  private final Publisher publisher;
  private final Events events;
  private final Replies replies;
  private final Onward onward;
  private final TimeSource time;
  private final PoolMetrics metrics;
  private final Pace pace;
  private final Hedging hedging;
  private volatile boolean stopped;

  Attempting(
      ProviderCall call,
      boolean simulated,
      Cancellations cancellations,
      Publisher publisher,
      Events events,
      TimeSource time,
      PoolMetrics metrics,
      Pace pace,
      Hedging hedging) {
    this.call = call;
    this.simulated = simulated;
    this.cancellations = cancellations;
    this.publisher = publisher;
    this.events = events;
    this.replies = new Replies(publisher, simulated);
    this.onward = new Onward(publisher, replies, events, time);
    this.time = time;
    this.metrics = metrics;
    this.pace = pace;
    this.hedging = hedging;
  }

  /**
   * When calls are made.
   *
   * @param turns calls of the provider at once; nothing of it is held between two calls
   * @param rest between them
   * @param backoff how long that takes
   */
  record Pace(Semaphore turns, Rest rest, Backoff backoff) {}

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    if (delivery.routed().getRival() && !hedging.rivals().begin(delivery)) {
      return true;
    }
    CancelToken token = cancellations.register(delivery.requestId(), delivery.routed().getStep());
    try (Race race = hedging.race(delivery)) {
      token.onOpen(race::won);
      return race.rival() ? beside(delivery, token, race) : alone(delivery, token, race);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  /** Beside an earlier step: answers or gives up. */
  private boolean beside(Delivery delivery, CancelToken token, Race race)
      throws InterruptedException {
    try {
      return token.cancelled() || late(delivery) || visit(delivery, 0, token, race);
    } finally {
      hedging.rivals().end(delivery, race.end());
    }
  }

  /** Takes over what ran beside the step before, if it was this one. */
  private boolean alone(Delivery delivery, CancelToken token, Race race)
      throws InterruptedException {
    return switch (hedging.rivals().await(delivery).orElse(new RivalEnd.Gone())) {
      case RivalEnd.Settled() -> true;
      case RivalEnd.Failed(PathStep tried, Fault fault) -> onward.from(delivery.with(tried), fault);
      case RivalEnd.Gone() -> {
        if (token.lost()) {
          yield true;
        }
        race.start(hedging.down());
        yield visit(delivery, 0, token, race);
      }
    };
  }

  /**
   * @param calls of this target before, in this visit
   */
  private boolean visit(Delivery delivery, int calls, CancelToken token, Race race)
      throws InterruptedException {
    if (token.cancelled()) {
      return race.rival()
          || token.lost()
          || abandonUntried(delivery, "the client went away before this step");
    }
    if (late(delivery)) {
      return race.rival()
          || abandonUntried(delivery, "the request's deadline passed before this step");
    }
    Attempted attempted = attempt(delivery, token, race);
    return switch (attempted.outcome()) {
      case CallOutcome.Answered(byte[] body, var _, var _, var dropped) -> {
        Body packed = Body.pack(body);
        Future<RecordMetadata> reply =
            replies.send(delivery, new Answer(packed.encoding(), packed.bytes()), dropped);
        race.won();
        boolean claimed = end(attempted, Outcome.ANSWERED, race);
        Replies.await(delivery, reply);
        yield claimed;
      }
      case CallOutcome.Streamed _ -> end(attempted, Outcome.ANSWERED, race);
      case CallOutcome.Faulted(Fault fault, var _) ->
          !stopped && move(attempted, fault, calls + 1, token, race);
      case CallOutcome.BrokeOff _ -> end(attempted, Outcome.FAILED, race);
      case CallOutcome.ClientGone _ -> gone(attempted, token, race);
      // Who answers says how it ends.
      case CallOutcome.AnsweredElsewhere _ -> noted(attempted);
    };
  }

  /** The client left, or another target was faster: only one of them says how it ended. */
  private boolean gone(Attempted attempted, CancelToken token, Race race)
      throws InterruptedException {
    if (token.isOpen() && !token.lost()) {
      return end(attempted, Outcome.ABANDONED, race);
    }
    if (race.rivalStep().isPresent()) {
      token.awaitCancelled(WHY_GONE);
    }
    return (race.rival() || token.lost()) ? noted(attempted) : claim(attempted, Outcome.ABANDONED);
  }

  private Attempted attempt(Delivery delivery, CancelToken token, Race race)
      throws InterruptedException {
    pace.turns().acquire();
    try {
      Stopwatch watch = new Stopwatch(time, race::over);
      Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
      CallOutcome outcome = call.run(delivery, new StreamCall.Started(watch, deadlines, token));
      Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
      Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
      metrics.attempted(attempted);
      if (!(outcome instanceof CallOutcome.Faulted)) {
        race.over();
      }
      return attempted;
    } finally {
      pace.turns().release();
    }
  }

  private Standing standing(Delivery failed, int calls) {
    Duration backoff = pace.backoff().after(calls, failed.step().getRetry());
    return new Standing(calls, time.now(), backoff, Optional.empty());
  }

  /**
   * Writes an attempt down that another one follows, and waits until that may begin.
   *
   * @return false if this process stops, so that the request is left for another delivery
   */
  private boolean rested(Attempted attempted, Duration wait, CancelToken token)
      throws InterruptedException {
    Delivery delivery = attempted.delivery();
    long until = time.ticks() + wait.toNanos();
    logged(attempted)
        .addKeyValue("waitMs", wait.toMillis())
        .log("attempt failed, the same target is asked again");
    metrics.retried(delivery.step().getModel(), attempted.result());
    return publisher.surely(List.of(publisher.event(delivery, events.attempt(attempted))))
        && pace.rest().rest(Duration.ofNanos(until - time.ticks()), token) != Rest.End.STOPPED;
  }

  @Override
  public void stop() {
    stopped = true;
    pace.rest().stop();
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    if (delivery.routed().getRival()) {
      return true;
    }
    Future<RecordMetadata> reply = replies.internalError(delivery);
    boolean claimed =
        onward.claim(delivery, Outcome.FAILED, FailureKind.PROVIDER_ERROR, Replies.INTERNAL_ERROR);
    Replies.await(delivery, reply);
    return claimed;
  }

  private boolean move(Attempted attempted, Fault fault, int calls, CancelToken token, Race race)
      throws InterruptedException {
    Delivery tried = attempted.tried();
    NextMove move = NextMove.after(tried, fault, standing(tried, calls));
    if (race.rival() && !(move instanceof NextMove.Retry)) {
      race.failed(tried, fault);
      return noted(attempted);
    }
    return switch (beside(move, fault, race)) {
      // As deep as there are calls of one target.
      case NextMove.Retry(Duration wait) ->
          rested(attempted, wait, token) && visit(tried, calls, token, race);
      case NextMove.Abandon() -> claim(attempted, Outcome.ABANDONED);
      case NextMove.Fail(Failure failure) -> {
        race.won();
        Future<RecordMetadata> reply = replies.send(attempted.delivery(), failure, List.of());
        boolean claimed = claim(attempted, Outcome.FAILED);
        Replies.await(tried, reply);
        yield claimed;
      }
      case NextMove.Advance(int step) -> {
        logged(attempted).log("attempt failed, advancing");
        yield publisher.surely(
            List.of(
                publisher.step(tried, tried.at(step)),
                publisher.event(tried, events.attempt(attempted))));
      }
    };
  }

  /** A step that fails while its rival runs leaves the request to that one. */
  private static NextMove beside(NextMove move, Fault fault, Race race) {
    if (!(move instanceof NextMove.Retry)) {
      race.over();
    }
    OptionalInt rival = race.rivalStep();
    return rival.isEmpty() || move instanceof NextMove.Abandon || Failures.clients(fault.kind())
        ? move
        : new NextMove.Advance(rival.getAsInt());
  }

  /** The attempt, and that another one says how the request ends. */
  private boolean noted(Attempted attempted) throws InterruptedException {
    return publisher.surely(
        List.of(publisher.event(attempted.delivery(), events.attempt(attempted))));
  }

  private boolean end(Attempted attempted, Outcome outcome, Race race) throws InterruptedException {
    race.ended(new RivalEnd.Settled());
    return claim(attempted, outcome);
  }

  private static LoggingEventBuilder logged(Attempted attempted) {
    Delivery delivery = attempted.delivery();
    return log.atInfo()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("provider", delivery.step().getProvider())
        .addKeyValue("model", delivery.step().getModel())
        .addKeyValue("reason", attempted.result());
  }

  private boolean claim(Attempted attempted, Outcome outcome) throws InterruptedException {
    Delivery delivery = attempted.delivery();
    return publisher.surely(
        List.of(
            publisher.event(delivery, events.attempt(attempted)),
            publisher.event(delivery, events.terminal(attempted, outcome))));
  }

  private boolean abandonUntried(Delivery delivery, String why) throws InterruptedException {
    return onward.claim(delivery, Outcome.ABANDONED, FailureKind.CANCELLED, why);
  }

  private boolean late(Delivery delivery) {
    return !time.now().isBefore(delivery.request().getDeadline());
  }
}

package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.Body;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One delivery from its start to its end, in straight lines on a virtual thread: try the step, then
 * answer, advance or give up, and write down what happened.
 */
final class Attempting {
  private static final Logger log = LoggerFactory.getLogger(Attempting.class);

  private final ProviderCall call;
  private final boolean simulated;
  private final Replies replies;
  private final Cancellations cancellations;
  private final Publisher publisher;
  private final Events events;
  private final TimeSource time;
  private final PoolMetrics metrics;
  private final Turnstile turnstile;
  private final Backoff backoff;
  private volatile boolean stopped;

  Attempting(
      ProviderCall call,
      boolean simulated,
      Cancellations cancellations,
      Publisher publisher,
      Events events,
      TimeSource time,
      PoolMetrics metrics,
      Turnstile turnstile,
      Backoff backoff) {
    this.call = call;
    this.simulated = simulated;
    this.replies = new Replies(publisher, simulated);
    this.cancellations = cancellations;
    this.publisher = publisher;
    this.events = events;
    this.time = time;
    this.metrics = metrics;
    this.turnstile = turnstile;
    this.backoff = backoff;
  }

  /**
   * @return whether all that follows from this delivery is in the log, so that its offset is done
   */
  boolean run(Delivery delivery) throws InterruptedException {
    CancelToken token = cancellations.register(delivery.requestId());
    try {
      return visit(delivery, 0, token);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  /**
   * @param calls of this target before, in this visit
   */
  private boolean visit(Delivery delivery, int calls, CancelToken token)
      throws InterruptedException {
    if (token.cancelled()) {
      return abandonUntried(delivery, "the client went away before this step");
    }
    if (late(delivery)) {
      return abandonUntried(delivery, "the request's deadline passed before this step");
    }
    return switch (turnstile.enter(delivery, calls, token)) {
      case TargetGuard.Entry.Permit permit ->
          settle(attempt(delivery, permit, token), calls, token);
      case TargetGuard.Entry.Refused(Refusal refusal) -> {
        if (token.cancelled()) {
          yield abandonUntried(delivery, "the client went away while it waited for a target");
        }
        yield !stopped && passOver(delivery, refusal, calls);
      }
    };
  }

  /** Nothing is to be called for this delivery. */
  private boolean notCalled(Delivery delivery, CallOutcome.NotCalled.Standing standing, String why)
      throws InterruptedException {
    return switch (standing) {
      case GONE -> abandonUntried(delivery, why);
      // Who answers says how it ends.
      case ELSEWHERE -> true;
      case HELD ->
          failUntried(
              delivery,
              new Failure(
                  502,
                  "server_error",
                  "upstream_failed",
                  null,
                  "the answer broke off and cannot be continued: " + why,
                  null),
              FailureKind.PROVIDER_ERROR);
    };
  }

  private boolean settle(Attempted attempted, int calls, CancelToken token)
      throws InterruptedException {
    Delivery delivery = attempted.delivery();
    return switch (attempted.outcome()) {
      case CallOutcome.Answered(byte[] body, var _, var _, var dropped) -> {
        Body packed = Body.pack(body);
        Future<RecordMetadata> reply =
            replies.send(
                delivery,
                new Answer(packed.encoding(), packed.bytes()),
                dropped,
                delivery.calls() + 1);
        boolean claimed = claim(attempted, Outcome.ANSWERED);
        Replies.await(delivery, reply);
        yield claimed;
      }
      case CallOutcome.Streamed _ -> claim(attempted, Outcome.ANSWERED);
      case CallOutcome.Faulted(Fault fault, var _) ->
          !stopped && move(attempted, fault, calls + 1, token);
      case CallOutcome.BrokeOff _ -> claim(attempted, Outcome.FAILED);
      case CallOutcome.Interrupted(var _, var _, var _, int next) -> {
        logged(attempted).log("stream broke off, another step goes on");
        yield advance(attempted, attempted.tried().at(next, true));
      }
      case CallOutcome.WayRefused _ -> {
        logged(attempted).log("the target does not go on with a text as its own");
        yield publisher.surely(List.of(publisher.event(delivery, events.attempt(attempted))))
            && visit(attempted.tried(), calls, token);
      }
      case CallOutcome.NotCalled(var standing, String why) -> notCalled(delivery, standing, why);
      case CallOutcome.ClientGone _ -> claim(attempted, Outcome.ABANDONED);
      // Who answers says how it ends.
      case CallOutcome.AnsweredElsewhere _ ->
          publisher.surely(List.of(publisher.event(delivery, events.attempt(attempted))));
    };
  }

  private Attempted attempt(Delivery delivery, TargetGuard.Entry.Permit permit, CancelToken token)
      throws InterruptedException {
    Verdict verdict = new Verdict.Unknown();
    try {
      Stopwatch watch = new Stopwatch(time);
      Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
      CallOutcome outcome = call.run(delivery, new StreamCall.Started(watch, deadlines, token));
      // A call that this process broke off says nothing about the target.
      if (!stopped) {
        verdict = Verdict.of(outcome, !deadlines.cutShort(time.ticks()));
      }
      Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
      Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
      metrics.attempted(attempted);
      return attempted;
    } finally {
      turnstile.leave(delivery.step(), permit, verdict);
    }
  }

  private Standing standing(Delivery failed, int calls) {
    return new Standing(
        calls,
        time.now(),
        backoff.after(Math.max(1, calls), failed.step().getRetry()),
        turnstile.soonest(failed));
  }

  /** The plan moves on without a call. */
  private boolean passOver(Delivery delivery, Refusal refusal, int calls)
      throws InterruptedException {
    PlanStep step = delivery.step();
    Delivery passed = delivery.with(refusal.passedOver(step));
    String why = Delivery.NOT_ASKED + refusal.why();
    metrics.passedOver(step.getModel(), refusal.kind().label());
    return switch (NextMove.unasked(passed, refusal, standing(passed, calls))) {
      case NextMove.Retry _, NextMove.Abandon _ ->
          abandonUntried(passed, "the request's deadline passed before this step");
      case NextMove.Advance(int next) ->
          publisher.surely(
              List.of(publisher.step(passed, passed.at(next, passed.perhapsBegun(time.now())))));
      case NextMove.Fail(Failure failure) -> {
        Future<RecordMetadata> reply = replies.send(passed, failure, List.of(), passed.calls());
        boolean claimed =
            publisher.surely(
                List.of(
                    publisher.event(
                        passed,
                        events.untried(passed, Outcome.FAILED, refusal.kind().label(), why))));
        Replies.await(passed, reply);
        yield claimed;
      }
    };
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
        && turnstile.rest(Duration.ofNanos(until - time.ticks()), token) != Rest.End.STOPPED;
  }

  /** From now on calls end because this process stops; their deliveries are left for others. */
  void stop() {
    stopped = true;
    turnstile.stop();
  }

  /** For a delivery that cannot be worked on, through a fault of ours. */
  boolean fail(Delivery delivery) throws InterruptedException {
    String message = "the gateway failed to work on this request";
    return failUntried(
        delivery,
        new Failure(500, "server_error", "internal_error", null, message, null),
        FailureKind.PROVIDER_ERROR);
  }

  /** The client is told, and no attempt was made. */
  private boolean failUntried(Delivery delivery, Failure failure, FailureKind kind)
      throws InterruptedException {
    Future<RecordMetadata> reply = replies.send(delivery, failure, List.of(), delivery.calls());
    boolean claimed =
        publisher.surely(
            List.of(
                publisher.event(
                    delivery,
                    events.untried(delivery, Outcome.FAILED, kind.label(), failure.getMessage()))));
    Replies.await(delivery, reply);
    return claimed;
  }

  private boolean move(Attempted attempted, Fault fault, int calls, CancelToken token)
      throws InterruptedException {
    Delivery tried = attempted.tried();
    NextMove move = NextMove.after(tried, fault, standing(tried, calls));
    boolean unsaid = fault.retryAfter().filter(Duration::isPositive).isEmpty();
    if (fault.kind() == FailureKind.RATE_LIMITED && unsaid && !(move instanceof NextMove.Retry)) {
      turnstile.limited(tried.step());
    }
    return switch (move) {
      // As deep as there are calls of one target.
      case NextMove.Retry(Duration wait) ->
          rested(attempted, wait, token) && visit(tried, calls, token);
      case NextMove.Abandon() -> claim(attempted, Outcome.ABANDONED);
      case NextMove.Fail(Failure failure) -> {
        Future<RecordMetadata> reply = replies.send(tried, failure, List.of(), tried.calls());
        boolean claimed = claim(attempted, Outcome.FAILED);
        Replies.await(tried, reply);
        yield claimed;
      }
      case NextMove.Advance(int step) -> {
        logged(attempted).log("attempt failed, advancing");
        yield advance(attempted, tried.at(step, tried.perhapsBegun(time.now())));
      }
    };
  }

  private boolean advance(Attempted attempted, RoutedRecord next) throws InterruptedException {
    Delivery delivery = attempted.delivery();
    return publisher.surely(
        List.of(
            publisher.step(delivery, next), publisher.event(delivery, events.attempt(attempted))));
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
    return publisher.surely(
        List.of(
            publisher.event(
                delivery,
                events.untried(delivery, Outcome.ABANDONED, FailureKind.CANCELLED.label(), why))));
  }

  private boolean late(Delivery delivery) {
    return !time.now().isBefore(delivery.request().getDeadline());
  }
}

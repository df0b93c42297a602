package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.ReplyRecord;
import dev.strowger.topics.Body;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
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
  private final Cancellations cancellations;
  private final Publisher publisher;
  private final Events events;
  private final TimeSource time;
  private final PoolMetrics metrics;
  private final Pace pace;
  private volatile boolean stopped;

  Attempting(
      ProviderCall call,
      boolean simulated,
      Cancellations cancellations,
      Publisher publisher,
      Events events,
      TimeSource time,
      PoolMetrics metrics,
      Pace pace) {
    this.call = call;
    this.simulated = simulated;
    this.cancellations = cancellations;
    this.publisher = publisher;
    this.events = events;
    this.time = time;
    this.metrics = metrics;
    this.pace = pace;
  }

  /**
   * When calls are made.
   *
   * @param turns calls of the provider at once; nothing of it is held between two calls
   * @param rest between them
   * @param backoff how long that takes
   */
  record Pace(Semaphore turns, Rest rest, Backoff backoff) {}

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
    Attempted attempted = attempt(delivery, token);
    return switch (attempted.outcome()) {
      case CallOutcome.Answered(byte[] body, var _, var _, var dropped) -> {
        Body packed = Body.pack(body);
        Future<RecordMetadata> reply =
            reply(delivery, new Answer(packed.encoding(), packed.bytes()), dropped);
        boolean claimed = claim(attempted, Outcome.ANSWERED);
        awaitReply(delivery, reply);
        yield claimed;
      }
      case CallOutcome.Streamed _ -> claim(attempted, Outcome.ANSWERED);
      case CallOutcome.Faulted(Fault fault, var _) ->
          !stopped && move(attempted, fault, calls + 1, token);
      case CallOutcome.BrokeOff _ -> claim(attempted, Outcome.FAILED);
      case CallOutcome.ClientGone _ -> claim(attempted, Outcome.ABANDONED);
      // Who answers says how it ends.
      case CallOutcome.AnsweredElsewhere _ ->
          publisher.surely(List.of(publisher.event(delivery, events.attempt(attempted))));
    };
  }

  private Attempted attempt(Delivery delivery, CancelToken token) throws InterruptedException {
    pace.turns().acquire();
    try {
      Stopwatch watch = new Stopwatch(time);
      Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
      CallOutcome outcome = call.run(delivery, new StreamCall.Started(watch, deadlines, token));
      Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
      Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
      metrics.attempted(attempted);
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

  /** From now on calls end because this process stops; their deliveries are left for others. */
  void stop() {
    stopped = true;
    pace.rest().stop();
  }

  /** For a delivery that cannot be worked on, through a fault of ours. */
  boolean fail(Delivery delivery) throws InterruptedException {
    String message = "the gateway failed to work on this request";
    Future<RecordMetadata> reply =
        reply(
            delivery,
            new Failure(500, "server_error", "internal_error", null, message, null),
            List.of());
    boolean claimed =
        publisher.surely(
            List.of(
                publisher.event(
                    delivery,
                    events.untried(
                        delivery, Outcome.FAILED, FailureKind.PROVIDER_ERROR.label(), message))));
    awaitReply(delivery, reply);
    return claimed;
  }

  private boolean move(Attempted attempted, Fault fault, int calls, CancelToken token)
      throws InterruptedException {
    Delivery tried = attempted.tried();
    return switch (NextMove.after(tried, fault, standing(tried, calls))) {
      // As deep as there are calls of one target.
      case NextMove.Retry(Duration wait) ->
          rested(attempted, wait, token) && visit(tried, calls, token);
      case NextMove.Abandon() -> claim(attempted, Outcome.ABANDONED);
      case NextMove.Fail(Failure failure) -> {
        Future<RecordMetadata> reply = reply(attempted.delivery(), failure, List.of());
        boolean claimed = claim(attempted, Outcome.FAILED);
        awaitReply(tried, reply);
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

  private Future<RecordMetadata> reply(Delivery delivery, Object result, List<String> dropped) {
    ReplyRecord reply =
        new ReplyRecord(
            delivery.requestId(),
            delivery.routed().getPlan().getRoute(),
            delivery.step().getProvider(),
            delivery.step().getModel(),
            delivery.calls() + 1,
            simulated,
            result,
            dropped);
    try {
      return publisher.reply(delivery, reply);
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A reply that cannot be delivered has no reader: its ingress and topic are gone. */
  private static void awaitReply(Delivery delivery, Future<RecordMetadata> reply)
      throws InterruptedException {
    try {
      reply.get();
    } catch (ExecutionException e) {
      log.atWarn()
          .addKeyValue("requestId", delivery.requestId())
          .setCause(e.getCause())
          .log("reply not delivered");
    }
  }
}

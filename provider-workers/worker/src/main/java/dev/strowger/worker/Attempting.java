package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.Body;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
  private volatile boolean stopped;

  Attempting(
      ProviderCall call,
      boolean simulated,
      Cancellations cancellations,
      Publisher publisher,
      Events events,
      TimeSource time,
      PoolMetrics metrics) {
    this.call = call;
    this.simulated = simulated;
    this.cancellations = cancellations;
    this.publisher = publisher;
    this.events = events;
    this.time = time;
    this.metrics = metrics;
  }

  /**
   * @return whether all that follows from this delivery is in the log, so that its offset is done
   */
  boolean run(Delivery delivery) throws InterruptedException {
    CancelToken token = cancellations.register(delivery.requestId());
    try {
      return visit(delivery, token);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  private boolean visit(Delivery delivery, CancelToken token) throws InterruptedException {
    if (token.cancelled()) {
      return abandonUntried(delivery, "the client went away before this step");
    }
    if (late(delivery)) {
      return abandonUntried(delivery, "the request's deadline passed before this step");
    }
    Stopwatch watch = new Stopwatch(time);
    Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
    CallOutcome outcome = call.run(delivery, new StreamCall.Started(watch, deadlines, token));
    if (outcome instanceof CallOutcome.NotCalled(var standing, String why)) {
      return notCalled(delivery, standing, why);
    }
    Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
    Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
    metrics.attempted(attempted);
    if (stopped
        && (outcome instanceof CallOutcome.Faulted || outcome instanceof CallOutcome.Interrupted)) {
      return false;
    }
    return settle(attempted, token);
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
                  null));
    };
  }

  /** From now on calls end because this process stops; their deliveries are left for others. */
  void stop() {
    stopped = true;
  }

  /** For a delivery that cannot be worked on, through a fault of ours. */
  boolean fail(Delivery delivery) throws InterruptedException {
    String message = "the gateway failed to work on this request";
    return failUntried(
        delivery, new Failure(500, "server_error", "internal_error", null, message, null));
  }

  private boolean failUntried(Delivery delivery, Failure failure) throws InterruptedException {
    Future<RecordMetadata> reply = reply(delivery, failure, List.of());
    boolean claimed =
        publisher.surely(
            List.of(
                publisher.event(
                    delivery,
                    events.untried(
                        delivery,
                        Outcome.FAILED,
                        FailureKind.PROVIDER_ERROR.label(),
                        failure.getMessage()))));
    awaitReply(delivery, reply);
    return claimed;
  }

  private boolean settle(Attempted attempted, CancelToken token) throws InterruptedException {
    Delivery delivery = attempted.delivery();
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
      case CallOutcome.Faulted(Fault fault, var _) -> move(attempted, fault);
      case CallOutcome.BrokeOff _ -> claim(attempted, Outcome.FAILED);
      case CallOutcome.Interrupted(var _, var _, var _, int next) -> {
        logged(attempted).log("stream broke off, another step goes on");
        yield advance(attempted, attempted.tried().at(next, true));
      }
      case CallOutcome.WayRefused _ -> {
        logged(attempted).log("the target does not go on with a text as its own");
        yield publisher.surely(List.of(publisher.event(delivery, events.attempt(attempted))))
            && visit(attempted.tried(), token);
      }
      case CallOutcome.NotCalled(var standing, String why) -> notCalled(delivery, standing, why);
      case CallOutcome.ClientGone _ -> claim(attempted, Outcome.ABANDONED);
      // Who answers says how it ends.
      case CallOutcome.AnsweredElsewhere _ ->
          publisher.surely(List.of(publisher.event(delivery, events.attempt(attempted))));
    };
  }

  private boolean move(Attempted attempted, Fault fault) throws InterruptedException {
    Delivery delivery = attempted.delivery();
    return switch (NextMove.after(delivery, fault, attempted.path(), late(delivery))) {
      case NextMove.Abandon() -> claim(attempted, Outcome.ABANDONED);
      case NextMove.Fail(Failure failure) -> {
        Future<RecordMetadata> reply = reply(delivery, failure, List.of());
        boolean claimed = claim(attempted, Outcome.FAILED);
        awaitReply(delivery, reply);
        yield claimed;
      }
      case NextMove.Advance(int step) -> {
        logged(attempted).log("attempt failed, advancing");
        yield advance(attempted, attempted.tried().at(step, delivery.perhapsBegun(time.now())));
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

  private Future<RecordMetadata> reply(Delivery delivery, Object result, List<String> dropped) {
    ReplyRecord reply =
        new ReplyRecord(
            delivery.requestId(),
            delivery.routed().getPlan().getRoute(),
            delivery.step().getProvider(),
            delivery.step().getModel(),
            delivery.number(),
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

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

/**
 * One delivery from its start to its end, in straight lines on a virtual thread: try the step, then
 * answer, advance or give up, and write down what happened.
 */
final class Attempting implements DeliveryWork {
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

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    CancelToken token = cancellations.register(delivery.requestId());
    try {
      if (token.cancelled()) {
        return abandonUntried(delivery, "the client went away before this step");
      }
      if (late(delivery)) {
        return abandonUntried(delivery, "the request's deadline passed before this step");
      }
      Stopwatch watch = new Stopwatch(time);
      Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
      CallOutcome outcome = call.run(delivery, new StreamCall.Started(watch, deadlines, token));
      Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
      Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
      metrics.attempted(attempted);
      if (stopped && outcome instanceof CallOutcome.Faulted) {
        return false;
      }
      return settle(attempted);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
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

  private boolean settle(Attempted attempted) throws InterruptedException {
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
        log.atInfo()
            .addKeyValue("requestId", delivery.requestId())
            .addKeyValue("provider", delivery.step().getProvider())
            .addKeyValue("model", delivery.step().getModel())
            .addKeyValue("reason", attempted.result())
            .log("attempt failed, advancing");
        RoutedRecord next =
            new RoutedRecord(
                delivery.request(),
                delivery.routed().getPlan(),
                step,
                attempted.path(),
                false,
                false);
        yield publisher.surely(
            List.of(
                publisher.step(delivery, next),
                publisher.event(delivery, events.attempt(attempted))));
      }
    };
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

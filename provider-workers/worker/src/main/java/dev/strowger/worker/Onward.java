package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves requests on from a step that is not called here. */
final class Onward {
  private static final Logger log = LoggerFactory.getLogger(Onward.class);

  private static final String INTERNAL_ERROR = "the gateway failed to work on this request";

  private final Publisher publisher;
  private final Replies replies;
  private final Events events;
  private final TimeSource time;

  Onward(Publisher publisher, Replies replies, Events events, TimeSource time) {
    this.publisher = publisher;
    this.replies = replies;
    this.events = events;
    this.time = time;
  }

  /**
   * To the next step, or to the client if there is none.
   *
   * @param passed with the step that is left at the end of its path
   * @param fault why it is left
   * @return whether all that follows is in the log
   */
  boolean from(Delivery passed, Fault fault) throws InterruptedException {
    // The same target is not asked again: as if it had been, too often.
    Standing standing =
        new Standing(Integer.MAX_VALUE, time.now(), Duration.ZERO, Optional.empty());
    return switch (NextMove.after(passed, fault, standing)) {
      case NextMove.Retry _, NextMove.Abandon _ ->
          claim(passed, Outcome.ABANDONED, fault.kind(), fault.message());
      case NextMove.Fail(Failure failure) -> fail(passed, failure, fault.kind());
      case NextMove.Advance(int step) -> {
        log.atInfo()
            .addKeyValue("requestId", passed.requestId())
            .addKeyValue("provider", passed.step().getProvider())
            .addKeyValue("reason", fault.message())
            .log("step left without a call, advancing");
        yield to(passed, step);
      }
    };
  }

  /** To another step of the plan. */
  boolean to(Delivery passed, int step) throws InterruptedException {
    return publisher.surely(
        List.of(publisher.step(passed, passed.at(step, passed.perhapsBegun(time.now())))));
  }

  /** The client is told that nobody answers. */
  boolean fail(Delivery delivery, Failure failure, FailureKind kind) throws InterruptedException {
    Future<RecordMetadata> reply = replies.send(delivery, failure, List.of(), delivery.calls());
    boolean claimed = claim(delivery, Outcome.FAILED, kind, failure.getMessage());
    Replies.await(delivery, reply);
    return claimed;
  }

  /** Through a fault of ours. */
  boolean failInternally(Delivery delivery) throws InterruptedException {
    return fail(
        delivery,
        new Failure(500, "server_error", "internal_error", null, INTERNAL_ERROR, null),
        FailureKind.PROVIDER_ERROR);
  }

  /** The end of a request that is not called here. */
  boolean claim(Delivery delivery, Outcome outcome, FailureKind kind, String message)
      throws InterruptedException {
    return publisher.surely(
        List.of(
            publisher.event(delivery, events.untried(delivery, outcome, kind.label(), message))));
  }
}

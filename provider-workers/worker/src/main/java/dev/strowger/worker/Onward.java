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
      case NextMove.Fail(Failure failure) -> {
        Future<RecordMetadata> reply = replies.send(passed, failure, List.of());
        boolean claimed = claim(passed, Outcome.FAILED, fault.kind(), fault.message());
        Replies.await(passed, reply);
        yield claimed;
      }
      case NextMove.Advance(int step) -> {
        log.atInfo()
            .addKeyValue("requestId", passed.requestId())
            .addKeyValue("provider", passed.step().getProvider())
            .addKeyValue("reason", fault.message())
            .log("step left without a call, advancing");
        yield publisher.surely(List.of(publisher.step(passed, passed.at(step))));
      }
    };
  }

  /** The end of a request that is not called here. */
  boolean claim(Delivery delivery, Outcome outcome, FailureKind kind, String message)
      throws InterruptedException {
    return publisher.surely(
        List.of(
            publisher.event(delivery, events.untried(delivery, outcome, kind.label(), message))));
  }
}

package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.RoutedRecord;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with the requests of a pool that has no worker: its step is passed over, and the
 * plan goes on. Nobody is called.
 */
final class PassingOver implements DeliveryWork {
  static final String MESSAGE = "not asked: no worker of this pool is running";

  private static final Logger log = LoggerFactory.getLogger(PassingOver.class);

  private final Cancellations cancellations;
  private final Publisher publisher;
  private final Replies replies;
  private final Events events;
  private final TimeSource time;

  PassingOver(Cancellations cancellations, Publisher publisher, Events events, TimeSource time) {
    this.cancellations = cancellations;
    this.publisher = publisher;
    this.replies = new Replies(publisher, false);
    this.events = events;
    this.time = time;
  }

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    if (delivery.routed().getRival()) {
      // The step beside which it was to run has the request.
      return true;
    }
    if (cancellations.cancelled(delivery.requestId())) {
      return claim(delivery, Outcome.ABANDONED, FailureKind.CANCELLED, "the client went away");
    }
    Fault fault = Fault.of(FailureKind.UNREACHABLE, MESSAGE);
    Delivery passed = passed(delivery);
    boolean late = !time.now().isBefore(delivery.request().getDeadline());
    List<PathStep> path = passed.routed().getPath();
    return switch (NextMove.after(delivery, fault, path, late)) {
      case NextMove.Abandon() -> claim(passed, Outcome.ABANDONED, fault.kind(), MESSAGE);
      case NextMove.Fail(Failure failure) -> {
        Future<RecordMetadata> reply = replies.send(passed, failure, List.of());
        boolean claimed = claim(passed, Outcome.FAILED, fault.kind(), MESSAGE);
        Replies.await(passed, reply);
        yield claimed;
      }
      case NextMove.Advance(int step) -> {
        log.atInfo()
            .addKeyValue("requestId", delivery.requestId())
            .addKeyValue("provider", delivery.step().getProvider())
            .log("no worker of this pool is running, advancing");
        RoutedRecord next = RoutedRecord.newBuilder(passed.routed()).setStep(step).build();
        yield publisher.surely(List.of(publisher.step(passed, next)));
      }
    };
  }

  private static Delivery passed(Delivery delivery) {
    RoutedRecord routed =
        RoutedRecord.newBuilder(delivery.routed())
            .setPath(delivery.pathWith(FailureKind.UNREACHABLE.label(), MESSAGE, 0))
            .build();
    return new Delivery(routed, delivery.headers());
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    Future<RecordMetadata> reply = replies.internalError(delivery);
    boolean claimed =
        claim(delivery, Outcome.FAILED, FailureKind.PROVIDER_ERROR, Replies.INTERNAL_ERROR);
    Replies.await(delivery, reply);
    return claimed;
  }

  private boolean claim(Delivery delivery, Outcome outcome, FailureKind kind, String message)
      throws InterruptedException {
    return publisher.surely(
        List.of(
            publisher.event(delivery, events.untried(delivery, outcome, kind.label(), message))));
  }

  @Override
  public void stop() {
    // Nothing here takes long.
  }
}

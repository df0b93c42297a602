package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What is done with the requests of a pool that has no worker: its step is passed over, and the
 * plan goes on. Nobody is called.
 */
final class PassingOver implements DeliveryWork {
  static final String MESSAGE = Delivery.NOT_ASKED + "no worker of this pool is running";

  private final Cancellations cancellations;
  private final Replies replies;
  private final Onward onward;

  PassingOver(Cancellations cancellations, Publisher publisher, Events events, TimeSource time) {
    this.cancellations = cancellations;
    this.replies = new Replies(publisher, false);
    this.onward = new Onward(publisher, replies, events, time);
  }

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    if (delivery.routed().getRival()) {
      // The step beside which it was to run has the request.
      return true;
    }
    if (cancellations.cancelled(delivery.requestId(), delivery.routed().getStep())) {
      return onward.claim(
          delivery, Outcome.ABANDONED, FailureKind.CANCELLED, "the client went away");
    }
    PathStep passed =
        PathStep.newBuilder()
            .setProvider(delivery.step().getProvider())
            .setModel(delivery.step().getModel())
            .setResult(FailureKind.UNREACHABLE.label())
            .setMessage(MESSAGE)
            .setLatencyUs(0)
            .build();
    return onward.from(delivery.with(passed), Fault.of(FailureKind.UNREACHABLE, MESSAGE));
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    Future<RecordMetadata> reply = replies.internalError(delivery);
    boolean claimed =
        onward.claim(delivery, Outcome.FAILED, FailureKind.PROVIDER_ERROR, Replies.INTERNAL_ERROR);
    Replies.await(delivery, reply);
    return claimed;
  }

  @Override
  public void stop() {
    // Nothing here takes long.
  }
}

package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;

/**
 * What is done with the requests of a pool that has no worker: its step is passed over, and the
 * plan goes on; an answer that it was to judge is given. Nobody is called.
 */
final class PassingOver implements DeliveryWork {
  static final String MESSAGE = Delivery.NOT_ASKED + "no worker of this pool is running";

  private final Cancellations cancellations;
  private final Onward onward;
  private final Candidates candidates;

  /**
   * @param maxBytes of an answer
   */
  PassingOver(
      Cancellations cancellations, Books books, TimeSource time, Outlets outlets, int maxBytes) {
    Publisher publisher = books.publisher();
    this.candidates = new Candidates(new Giving(outlets), books, time, maxBytes);
    this.cancellations = cancellations;
    this.onward = new Onward(publisher, new Replies(publisher, false), books.events(), time);
  }

  @Override
  public boolean run(Delivery given) throws InterruptedException {
    boolean won = cancellations.won(given);
    if (given.routed().getRival() && !won) {
      // The step beside which it was to run has the request.
      return true;
    }
    Delivery delivery = won ? given.alone() : given;
    CancelToken token = cancellations.register(delivery);
    try {
      return run(delivery, token);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  private boolean run(Delivery delivery, CancelToken token) throws InterruptedException {
    if (token.cancelled()) {
      // Another step that answers says how it ends.
      return token.lost()
          || onward.claim(
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
    if (delivery.judging() && delivery.candidate().isPresent()) {
      return candidates.give(delivery.with(passed), token);
    }
    return onward.from(delivery.with(passed), Fault.of(FailureKind.UNREACHABLE, MESSAGE));
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    return onward.failInternally(delivery);
  }

  @Override
  public void stop() {
    // Nothing here takes long.
  }
}

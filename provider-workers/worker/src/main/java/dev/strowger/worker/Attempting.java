package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;

/**
 * One delivery from its start to its end, in straight lines on a virtual thread: alone, or beside
 * an earlier step of its plan.
 */
final class Attempting implements DeliveryWork {
  private final StepTrial trial;
  private final Onward onward;
  private final Cancellations cancellations;
  private final Hedging hedging;

  Attempting(
      ProviderCall call,
      boolean simulated,
      Cancellations cancellations,
      Publisher publisher,
      Events events,
      TimeSource time,
      PoolMetrics metrics,
      Turnstile turnstile,
      Backoff backoff,
      Hedging hedging) {
    Replies replies = new Replies(publisher, simulated);
    this.onward = new Onward(publisher, replies, events, time);
    this.trial =
        new StepTrial(
            new Calling(call, simulated, time, metrics),
            new Books(publisher, events),
            replies,
            onward,
            turnstile,
            backoff);
    this.cancellations = cancellations;
    this.hedging = hedging;
  }

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    if (delivery.routed().getRival() && !hedging.rivals().begin(delivery)) {
      return true;
    }
    CancelToken token = cancellations.register(delivery.requestId(), delivery.routed().getStep());
    try (Race race = hedging.race(delivery)) {
      token.onOpen(race::won);
      StepTrial.Visit visit = new StepTrial.Visit(token, race);
      return race.rival() ? beside(delivery, visit) : alone(delivery, visit);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  /** Beside an earlier step: answers or gives up. */
  private boolean beside(Delivery delivery, StepTrial.Visit visit) throws InterruptedException {
    try {
      return trial.visit(delivery, 0, visit);
    } finally {
      hedging.rivals().end(delivery, visit.race().end());
    }
  }

  /** Takes over what ran beside the step before, if it was this one. */
  private boolean alone(Delivery delivery, StepTrial.Visit visit) throws InterruptedException {
    return switch (hedging.rivals().await(delivery).orElse(new RivalEnd.Gone())) {
      case RivalEnd.Settled() -> true;
      case RivalEnd.Failed(PathStep tried, Fault fault) -> onward.from(delivery.with(tried), fault);
      case RivalEnd.Gone() -> {
        if (visit.token().lost()) {
          yield true;
        }
        visit.race().start(hedging.down());
        yield trial.visit(delivery, 0, visit);
      }
    };
  }

  @Override
  public void stop() {
    trial.stop();
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    return delivery.routed().getRival() || onward.failInternally(delivery);
  }
}

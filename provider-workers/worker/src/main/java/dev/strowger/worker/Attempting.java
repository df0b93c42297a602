package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;
import java.util.List;

/**
 * One delivery from its start to its end, in straight lines on a virtual thread: alone, or beside
 * an earlier step of its plan.
 */
final class Attempting implements DeliveryWork {
  private final StepTrial trial;
  private final Judging judging;
  private final Candidates candidates;
  private final Onward onward;
  private final Cancellations cancellations;
  private final Hedging hedging;

  Attempting(
      ProviderCall call,
      boolean simulated,
      Cancellations cancellations,
      Books books,
      TimeSource time,
      PoolMetrics metrics,
      Turnstile turnstile,
      Backoff backoff,
      Hedging hedging,
      AnswerChecks checks) {
    Replies replies = new Replies(books.publisher(), simulated);
    this.onward = new Onward(books.publisher(), replies, books.events(), time);
    Calling calling = new Calling(call, simulated, time, metrics, checks.figures());
    Giving giving = new Giving(call.outlets());
    int maxBytes = call.upstream().limits().maxBodyBytes();
    this.candidates = new Candidates(giving, books, time, maxBytes);
    this.judging = new Judging(calling, books, onward, candidates, turnstile);
    this.trial =
        new StepTrial(
            calling,
            new AnswerGate(
                checks.gates(), new Samples(calling, turnstile, books), giving, calling, maxBytes),
            books,
            replies,
            onward,
            turnstile,
            backoff);
    this.cancellations = cancellations;
    this.hedging = hedging;
  }

  @Override
  public boolean run(Delivery given) throws InterruptedException {
    // One that has the client's ear already, delivered again: nobody else works on the request.
    Delivery delivery = cancellations.won(given) ? given.alone() : given;
    if (delivery.routed().getRival() && !hedging.rivals().begin(delivery)) {
      return true;
    }
    CancelToken token = cancellations.register(delivery);
    try (Race race = hedging.race(delivery)) {
      token.onOpen(race::won);
      StepTrial.Visit visit = new StepTrial.Visit(token, race);
      if (delivery.judging()) {
        return judging.run(delivery, token);
      }
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
      case RivalEnd.Failed(List<PathStep> tried, Fault fault) -> {
        Delivery passed = delivery;
        for (PathStep call : tried) {
          passed = passed.with(call);
        }
        yield onward.from(passed, fault);
      }
      // What goes on may be this very step.
      case RivalEnd.HandedOn() -> !delivery.routed().getResume() || begin(delivery, visit);
      case RivalEnd.Gone() -> begin(delivery, visit);
    };
  }

  private boolean begin(Delivery delivery, StepTrial.Visit visit) throws InterruptedException {
    if (visit.token().lost()) {
      return true;
    }
    visit.race().start(hedging.down());
    return trial.visit(delivery, 0, visit);
  }

  @Override
  public void stop() {
    judging.stop();
    trial.stop();
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    if (delivery.judging() && delivery.candidate().isPresent()) {
      CancelToken token = new CancelToken(delivery.routed().getStep(), false);
      return candidates.give(delivery, token);
    }
    return delivery.routed().getRival() || onward.failInternally(delivery);
  }
}

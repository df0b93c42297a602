package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.records.PlanStep;

/** One call of the provider, timed and priced. */
record Calling(
    ProviderCall call,
    boolean simulated,
    TimeSource time,
    PoolMetrics metrics,
    TargetFigures figures) {
  /**
   * @param verdict what the call says about its target
   */
  record Made(Attempted attempted, Verdict verdict) {}

  private interface Asking {
    CallOutcome ask(StreamCall.Started started) throws InterruptedException;
  }

  /**
   * @param onFirstToken run when a part of the answer is there
   */
  Made call(Delivery delivery, CancelToken token, Runnable onFirstToken)
      throws InterruptedException {
    // Before the clocks run: how long the door takes to tell is not the target's doing.
    Beginning beginning = call.beginning(delivery);
    Stopwatch watch = new Stopwatch(time, onFirstToken);
    return made(delivery, watch, token, started -> call.run(delivery, beginning, started));
  }

  /**
   * A call for the gateway itself.
   *
   * @param note what for
   */
  Made aside(Delivery delivery, Dialect.Call asked, String note, CancelToken token)
      throws InterruptedException {
    return made(
        delivery, new Stopwatch(time), token, started -> call.ask(delivery, asked, note, started));
  }

  private Made made(Delivery delivery, Stopwatch watch, CancelToken token, Asking asking)
      throws InterruptedException {
    Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
    figures.began(delivery.step());
    boolean over = false;
    try {
      CallOutcome outcome = asking.ask(new StreamCall.Started(watch, deadlines, token));
      Verdict verdict = Verdict.of(outcome, !deadlines.cutShort(time.ticks()));
      Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
      Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
      figures.ended(attempted);
      over = true;
      if (!(outcome instanceof CallOutcome.NotCalled)) {
        metrics.attempted(attempted);
      }
      return new Made(attempted, verdict);
    } finally {
      if (!over) {
        figures.left(delivery.step());
      }
    }
  }

  /** A whole answer of the step's target was not good enough for this gate. */
  void notAccepted(PlanStep step, String gate) {
    metrics.notAccepted(step.getModel(), gate);
    figures.notAccepted(step);
  }
}

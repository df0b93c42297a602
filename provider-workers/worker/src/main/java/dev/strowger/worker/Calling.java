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
    CallOutcome ask() throws InterruptedException;
  }

  /**
   * @param onFirstToken run when a part of the answer is there
   */
  Made call(Delivery delivery, CancelToken token, Runnable onFirstToken)
      throws InterruptedException {
    // Before the clocks run: how long the door takes to tell is not the target's doing.
    Beginning beginning = call.beginning(delivery);
    Stopwatch watch = new Stopwatch(time, onFirstToken);
    Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
    StreamCall.Started started = new StreamCall.Started(watch, deadlines, token);
    return made(delivery, started, () -> call.run(delivery, beginning, started));
  }

  /**
   * A call for the gateway itself.
   *
   * @param note what for
   */
  Made aside(Delivery delivery, Dialect.Call asked, String note, CancelToken token)
      throws InterruptedException {
    Stopwatch watch = new Stopwatch(time);
    Deadlines deadlines = Deadlines.aside(delivery, watch.startTicks(), watch.startedAt());
    StreamCall.Started started = new StreamCall.Started(watch, deadlines, token);
    return made(delivery, started, () -> call.ask(delivery, asked, note, started));
  }

  private Made made(Delivery delivery, StreamCall.Started started, Asking asking)
      throws InterruptedException {
    figures.began(delivery.step());
    boolean over = false;
    try {
      CallOutcome outcome = asking.ask();
      Verdict verdict = Verdict.of(outcome, !started.deadlines().cutShort(time.ticks()));
      Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
      Attempted attempted = new Attempted(delivery, started.watch(), outcome, cost, simulated);
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

package dev.strowger.worker;

/** One call of the provider, timed and priced. */
record Calling(ProviderCall call, boolean simulated, TimeSource time, PoolMetrics metrics) {
  /**
   * @param verdict what the call says about its target
   */
  record Made(Attempted attempted, Verdict verdict) {}

  /**
   * @param onFirstToken run when a part of the answer is there
   */
  Made call(Delivery delivery, CancelToken token, Runnable onFirstToken)
      throws InterruptedException {
    // Before the clocks run: how long the door takes to tell is not the target's doing.
    Beginning beginning = call.beginning(delivery);
    Stopwatch watch = new Stopwatch(time, onFirstToken);
    Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
    CallOutcome outcome =
        call.run(delivery, beginning, new StreamCall.Started(watch, deadlines, token));
    Verdict verdict = Verdict.of(outcome, !deadlines.cutShort(time.ticks()));
    Cost cost = Cost.of(outcome.usage(), delivery.step().getPrice());
    Attempted attempted = new Attempted(delivery, watch, outcome, cost, simulated);
    if (!(outcome instanceof CallOutcome.NotCalled)) {
      metrics.attempted(attempted);
    }
    return new Made(attempted, verdict);
  }
}

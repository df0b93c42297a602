package dev.strowger.console;

import dev.strowger.policy.ExperimentTerms;
import java.util.Optional;

/**
 * How the requests of one arm ended, over the window of the guard.
 *
 * @param calls requests that ended
 * @param errors without an answer
 * @param p95Ms of the whole time
 * @param costMicros mean of a request
 */
record ArmFigures(long calls, long errors, double p95Ms, double costMicros) {
  static final ArmFigures NONE = new ArmFigures(0, 0, 0, 0);

  /** Why the treatment is to be stopped; empty if it may go on. */
  static Optional<String> objection(
      ExperimentTerms.Guard guard, ArmFigures control, ArmFigures treatment) {
    if (treatment.calls < Math.max(1, guard.minCalls())) {
      return Optional.empty();
    }
    double errorRate = (double) treatment.errors / treatment.calls;
    if (guard.maxErrorRate().filter(most -> errorRate > most).isPresent()) {
      return Optional.of(
          "%d of %d requests had no answer, more than %s"
              .formatted(treatment.errors, treatment.calls, guard.maxErrorRate().get()));
    }
    if (guard.maxP95Ms().filter(most -> treatment.p95Ms > most).isPresent()) {
      return Optional.of(
          "95 %% of requests took up to %d ms, more than %d"
              .formatted(Math.round(treatment.p95Ms), guard.maxP95Ms().get()));
    }
    double ratio = control.costMicros > 0 ? treatment.costMicros / control.costMicros : 0;
    if (guard.maxCostRatio().filter(most -> ratio > most).isPresent()) {
      return Optional.of(
          "a request cost %s times that of the control arm, more than %s"
              .formatted(Math.round(ratio * 100) / 100.0, guard.maxCostRatio().get()));
    }
    return Optional.empty();
  }
}

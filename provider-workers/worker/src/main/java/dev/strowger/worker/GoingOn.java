package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import java.time.Instant;
import java.util.OptionalInt;

/** Which step goes on with a stream that broke off when the client had a part of it. Pure. */
final class GoingOn {
  /** A target whose streams break off again and again is not asked for ever. */
  private static final int MOST_RESUMES_OF_A_STEP = 2;

  private GoingOn() {}

  /** Empty if the client is to be told. */
  static OptionalInt after(Delivery broken, FailureKind kind, Instant now) {
    PlanStep step = broken.step();
    Plan plan = broken.routed().getPlan();
    if (!step.getRescue()
        || !step.getAdvanceOn().contains(kind.label())
        || broken.calls() + 1 >= plan.getMaxAttempts()
        || !now.isBefore(broken.lastCallBefore())) {
      return OptionalInt.empty();
    }
    int current = broken.routed().getStep();
    OptionalInt next = NextStep.following(broken);
    if (next.isPresent()) {
      return next;
    }
    return sameAgain(broken, kind) ? OptionalInt.of(current) : OptionalInt.empty();
  }

  private static boolean sameAgain(Delivery broken, FailureKind kind) {
    PlanStep step = broken.step();
    return kind != FailureKind.TIMEOUT
        && step.getRetry().getMaxAttempts() > 1
        && step.getRetry().getOn().contains(kind.label())
        && BrokenPath.breaks(broken.routed().getPath(), step) < MOST_RESUMES_OF_A_STEP;
  }
}

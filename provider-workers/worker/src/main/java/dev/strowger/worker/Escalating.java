package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.StepRole;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether an answer is looked at before it is given, and by whom. Pure. */
final class Escalating {
  private Escalating() {}

  /** Whether the step's answer may be found not good enough, so that another step answers. */
  static boolean wanted(Delivery delivery, Instant now) {
    PlanStep step = delivery.step();
    return step.getRole() == StepRole.ANSWER
        && (step.getAccept() != null || judge(delivery).isPresent())
        && Api.of(delivery.request().getApi()).filter(GivenAnswer::readable).isPresent()
        && possible(delivery, 1, now);
  }

  /**
   * Whether another step that answers may follow. Where none may, the answer at hand is better than
   * none.
   *
   * @param calls made or to be made at this step that the path does not have yet
   */
  static boolean possible(Delivery delivery, int calls, Instant now) {
    return NextStep.after(delivery).isPresent()
        && delivery.calls() + calls < delivery.routed().getPlan().getMaxAttempts()
        && now.isBefore(delivery.lastCallBefore());
  }

  /** The step that judges the answers of this one. */
  static OptionalInt judge(Delivery delivery) {
    return judge(delivery.routed().getPlan(), delivery.routed().getStep());
  }

  static OptionalInt judge(Plan plan, int step) {
    List<PlanStep> steps = plan.getSteps();
    int next = step + 1;
    return next < steps.size() && steps.get(next).getRole() == StepRole.JUDGE
        ? OptionalInt.of(next)
        : OptionalInt.empty();
  }

  /** The step whose answer this one judges. */
  static Optional<Integer> judged(Delivery judging) {
    List<PlanStep> steps = judging.routed().getPlan().getSteps();
    for (int i = judging.routed().getStep() - 1; i >= 0; i--) {
      if (steps.get(i).getRole() == StepRole.ANSWER) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}

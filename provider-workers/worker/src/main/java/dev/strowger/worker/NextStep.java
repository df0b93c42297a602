package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.PlanStep;
import dev.strowger.records.StepRole;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which step of a plan answers next; one that judges is no answer. Once a prompt was too long for a
 * model, that model is not asked again, and others only if they take more. Pure.
 */
final class NextStep {
  private NextStep() {}

  /**
   * @param delivery with all that was tried in its path
   */
  static OptionalInt after(Delivery delivery) {
    List<PlanStep> steps = delivery.routed().getPlan().getSteps();
    Set<String> tooSmall =
        delivery.routed().getPath().stream()
            .filter(tried -> tried.getResult().equals(FailureKind.CONTEXT_LENGTH.label()))
            .map(tried -> tried.getModel())
            .collect(Collectors.toSet());
    if (tooSmall.isEmpty()) {
      return first(delivery, step -> true);
    }
    long window =
        steps.stream()
            .filter(step -> tooSmall.contains(step.getModel()))
            .mapToLong(step -> step.getContextWindow() == null ? 0 : step.getContextWindow())
            .max()
            .orElse(0);
    Predicate<PlanStep> other = step -> !tooSmall.contains(step.getModel());
    OptionalInt larger =
        first(
            delivery,
            other.and(
                step ->
                    window > 0
                        && step.getContextWindow() != null
                        && step.getContextWindow() > window));
    return larger.isPresent()
        ? larger
        : first(delivery, other.and(step -> window == 0 || step.getContextWindow() == null));
  }

  /** The next one that answers, whatever was tried. */
  static OptionalInt following(Delivery delivery) {
    return first(delivery, step -> true);
  }

  private static OptionalInt first(Delivery delivery, Predicate<PlanStep> fits) {
    List<PlanStep> steps = delivery.routed().getPlan().getSteps();
    return IntStream.range(delivery.routed().getStep() + 1, steps.size())
        .filter(i -> steps.get(i).getRole() == StepRole.ANSWER)
        .filter(i -> fits.test(steps.get(i)))
        .findFirst();
  }
}

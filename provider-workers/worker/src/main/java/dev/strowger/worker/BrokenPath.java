package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import java.util.List;
import java.util.function.Predicate;

/** What the path of a request tells of streams that broke off. Pure. */
final class BrokenPath {
  /** Begins the message of a step whose stream another one goes on with. */
  static final String BROKE_OFF = "broke off: ";

  /** Begins the message of a call in which the text so far was the assistant's own turn. */
  static final String PREFILL_REFUSED = "prefill refused: ";

  private BrokenPath() {}

  static int breaks(List<PathStep> path) {
    return (int) path.stream().filter(begins(BROKE_OFF)).count();
  }

  /** How often streams of this target have broken off. */
  static int breaks(List<PathStep> path, PlanStep target) {
    return (int) path.stream().filter(begins(BROKE_OFF)).filter(of(target)).count();
  }

  static boolean refusedPrefill(List<PathStep> path, PlanStep target) {
    return path.stream().filter(begins(PREFILL_REFUSED)).anyMatch(of(target));
  }

  /** What all the broken attempts used. */
  static TokenUsage used(List<PathStep> path) {
    return path.stream()
        .filter(begins(BROKE_OFF))
        .map(PathStep::getUsage)
        .filter(usage -> usage != null)
        .map(Tokens::of)
        .reduce(TokenUsage.NONE, TokenUsage::plus);
  }

  private static Predicate<PathStep> begins(String words) {
    return step -> step.getMessage().startsWith(words);
  }

  private static Predicate<PathStep> of(PlanStep target) {
    return step ->
        step.getProvider().equals(target.getProvider())
            && step.getModel().equals(target.getModel());
  }
}

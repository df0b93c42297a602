package dev.strowger.console.replay;

import dev.strowger.policy.Decision;
import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A decision, whoever made it.
 *
 * @param route empty if it was refused
 * @param plan {@code provider/model} in the order in which they are asked
 * @param reasons of all candidates, by {@code provider/model}
 * @param refusal empty if there is a plan
 * @param rules constraints that held
 */
public record Verdict(
    String route,
    List<String> plan,
    Map<String, String> reasons,
    String refusal,
    List<String> rules) {
  private static final int MAX_REFUSAL_CHARS = 300;

  static Verdict recorded(DecisionRecord decision) {
    Map<String, String> reasons = new TreeMap<>();
    for (Candidate candidate : decision.getCandidates()) {
      reasons.put(candidate.getProvider() + "/" + candidate.getModel(), candidate.getReason());
    }
    String refusal = decision.getRefusal();
    return new Verdict(
        decision.getRoute(),
        decision.getCandidates().stream()
            .filter(c -> c.getPosition() >= 0)
            .sorted(Comparator.comparingInt(Candidate::getPosition))
            .map(c -> c.getProvider() + "/" + c.getModel())
            .toList(),
        reasons,
        refusal == null ? "" : shortened(refusal),
        decision.getRules());
  }

  static Verdict now(Decision decision) {
    Map<String, String> reasons = new TreeMap<>();
    decision.candidates().forEach(c -> reasons.put(c.provider() + "/" + c.model(), c.reason()));
    List<String> plan =
        decision.candidates().stream()
            .filter(c -> c.position() >= 0)
            .sorted(Comparator.comparingInt(Decision.Candidate::position))
            .map(c -> c.provider() + "/" + c.model())
            .toList();
    return switch (decision) {
      case Decision.Planned planned ->
          new Verdict(planned.route(), plan, reasons, "", planned.rules());
      case Decision.Refused refused ->
          new Verdict("", plan, reasons, shortened(refused.message()), refused.rules());
    };
  }

  boolean refused() {
    return !refusal.isEmpty();
  }

  /** Who is asked first; empty if it was refused. */
  String first() {
    return refused() || plan.isEmpty() ? "" : plan.getFirst();
  }

  /** Whether the same happens, for whatever reasons. */
  boolean sameAs(Verdict other) {
    return refused() == other.refused()
        && (refused() || (route.equals(other.route) && plan.equals(other.plan)));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_REFUSAL_CHARS ? text : text.substring(0, MAX_REFUSAL_CHARS) + "…";
  }
}

package dev.strowger.policy;

import dev.strowger.policy.Decision.Candidate;
import dev.strowger.policy.Decision.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The plan of one route: the drawn target, the other targets by weight (the manifest's order
 * between equals), the fallback. Those that cannot be asked stand out, unless nobody else is left.
 */
final class PlanDraft {
  private final Route route;
  private final CallFacts call;
  private final Function<Target.Name, ModelCard> cards;
  private final List<Target> chosen = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final Map<Target.Name, Integer> positions = new HashMap<>();

  PlanDraft(Route route, CallFacts call, Function<Target.Name, ModelCard> cards) {
    this.route = route;
    this.call = call;
    this.cards = cards;
  }

  /** For a target that cannot be asked, when there is no other. */
  static String kept(String reason, String why) {
    return reason + "; " + why + ", kept for want of another";
  }

  Decision decide() {
    List<Target> targets = route.targets().stream().filter(this::available).toList();
    Optional<Target> fallback = route.fallback().filter(this::available);
    if (targets.isEmpty() && fallback.isEmpty()) {
      targets = route.targets();
      fallback = route.fallback();
    }
    order(targets);
    fallback
        .filter(target -> !positions.containsKey(target.name()))
        .ifPresent(target -> add(target, "fallback"));
    return new Decision.Planned(
        route.name(),
        steps(),
        candidates(),
        List.of(),
        new Decision.Terms(
            "weighted",
            route.safety(),
            route.budget(),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  private boolean available(Target target) {
    return call.unavailable(target.name()).isEmpty();
  }

  private void order(List<Target> targets) {
    draw(targets, call.requestId()).ifPresent(target -> add(target, "weighted choice"));
    targets.stream()
        .filter(t -> !positions.containsKey(t.name()))
        .sorted(Comparator.comparingLong(Target::weight).reversed())
        .forEach(t -> add(t, "next by weight"));
  }

  /** Empty if no target is left that has a weight. */
  private static Optional<Target> draw(List<Target> targets, String requestId) {
    long total = targets.stream().mapToLong(Target::weight).sum();
    long place = Draw.below(total, requestId);
    for (Target target : targets) {
      place -= target.weight();
      if (place < 0) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  private void add(Target target, String reason) {
    positions.put(target.name(), chosen.size());
    chosen.add(target);
    reasons.add(call.unavailable(target.name()).map(why -> kept(reason, why)).orElse(reason));
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>(chosen.size());
    for (int i = 0; i < chosen.size(); i++) {
      Target target = chosen.get(i);
      steps.add(
          new Step(
              target.name().provider(),
              target.name().model(),
              Decision.Role.ANSWER,
              target.maxLatencyMs(),
              cards.apply(target.name()),
              target.resilience().at(i == chosen.size() - 1),
              target.accept(),
              reasons.get(i)));
    }
    return steps;
  }

  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    route.targets().forEach(t -> all.add(candidate(t)));
    route
        .fallback()
        .filter(f -> route.targets().stream().noneMatch(t -> t.name().equals(f.name())))
        .ifPresent(f -> all.add(candidate(f)));
    return all;
  }

  private Candidate candidate(Target target) {
    Target.Name name = target.name();
    int position = positions.getOrDefault(name, -1);
    String reason =
        position < 0 ? "excluded: " + call.unavailable(name).orElseThrow() : reasons.get(position);
    return new Candidate(
        name.provider(), name.model(), target.weight(), position, reason, Map.of());
  }
}

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
 * between equals), the fallback. Providers that are down stand out, unless nobody else is left.
 */
final class PlanDraft {
  static final String KEPT = "its provider is down, kept for want of another";
  private static final String DOWN = "excluded: its provider is down";

  private final Route route;
  private final Function<Target.Name, Optional<ModelPrice>> prices;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Target.Name, Integer> positions = new HashMap<>();

  PlanDraft(Route route, Function<Target.Name, Optional<ModelPrice>> prices) {
    this.route = route;
    this.prices = prices;
  }

  Decision decide(Policy.CallFacts call) {
    List<Target> targets =
        route.targets().stream()
            .filter(t -> !call.unavailable().contains(t.name().provider()))
            .toList();
    Optional<Target.Name> fallback =
        route.fallback().filter(name -> !call.unavailable().contains(name.provider()));
    boolean allDown = targets.isEmpty() && fallback.isEmpty();
    if (allDown) {
      targets = route.targets();
      fallback = route.fallback();
    }
    String suffix = allDown ? "; " + KEPT : "";
    order(targets, call.requestId(), suffix);
    fallback
        .filter(name -> !positions.containsKey(name))
        .ifPresent(name -> add(name, Optional.empty(), "fallback" + suffix));
    return new Decision.Planned(route.name(), steps, candidates(), route.safety());
  }

  private void order(List<Target> targets, String requestId, String suffix) {
    Optional<Target> drawn = draw(targets, requestId);
    drawn.ifPresent(t -> add(t.name(), t.maxLatencyMs(), "weighted choice" + suffix));
    targets.stream()
        .filter(t -> !positions.containsKey(t.name()))
        .sorted(Comparator.comparingLong(Target::weight).reversed())
        .forEach(t -> add(t.name(), t.maxLatencyMs(), "next by weight" + suffix));
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

  private void add(Target.Name name, Optional<Integer> maxLatencyMs, String reason) {
    positions.put(name, steps.size());
    steps.add(new Step(name.provider(), name.model(), maxLatencyMs, prices.apply(name), reason));
  }

  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    route.targets().forEach(t -> all.add(candidate(t.name(), t.weight())));
    route
        .fallback()
        .filter(name -> route.targets().stream().noneMatch(t -> t.name().equals(name)))
        .ifPresent(name -> all.add(candidate(name, 0)));
    return all;
  }

  private Candidate candidate(Target.Name name, long weight) {
    int position = positions.getOrDefault(name, -1);
    String reason = position < 0 ? DOWN : steps.get(position).reason();
    return new Candidate(name.provider(), name.model(), weight, position, reason);
  }
}

package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code ai_routes}.
 *
 * @param fallback of weight 0
 * @param safety settings for the providers' own safety filters; each dialect takes those it knows
 */
record Route(
    String name,
    ModelPattern match,
    List<Target> targets,
    Optional<Target> fallback,
    Map<String, String> safety,
    Budget budget) {
  Route {
    safety = Map.copyOf(safety);
    targets = List.copyOf(targets);
  }
}

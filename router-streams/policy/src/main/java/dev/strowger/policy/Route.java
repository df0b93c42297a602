package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code ai_routes}.
 *
 * @param safety settings for the providers' own safety filters; each dialect takes those it knows
 */
record Route(
    String name,
    ModelPattern match,
    List<Target> targets,
    Optional<Target.Name> fallback,
    Map<String, String> safety) {
  Route {
    safety = Map.copyOf(safety);
    targets = List.copyOf(targets);
  }
}

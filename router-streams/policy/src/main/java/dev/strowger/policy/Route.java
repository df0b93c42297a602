package dev.strowger.policy;

import java.util.List;
import java.util.Optional;

/** One entry of {@code ai_routes}. */
record Route(
    String name, ModelPattern match, List<Target> targets, Optional<Target.Name> fallback) {
  Route {
    targets = List.copyOf(targets);
  }
}

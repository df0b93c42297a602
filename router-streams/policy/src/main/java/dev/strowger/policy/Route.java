package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code ai_routes}.
 *
 * @param require what holds for this route beside the constraints of all
 * @param fallback of weight 0; behind all tiers
 */
record Route(
    String name,
    Match match,
    Require require,
    Strategy strategy,
    List<Target> targets,
    Optional<Target> fallback,
    Extras extras,
    Map<String, String> safety,
    Budget budget) {
  Route {
    safety = Map.copyOf(safety);
    targets = List.copyOf(targets);
  }

  /** What a route may have beside its targets. */
  record Extras(
      Optional<CacheSettings> cache,
      Optional<Experiment> experiment,
      List<Shadow> shadows,
      Protection protection) {
    static final Extras NONE = new Extras(Optional.empty(), Optional.empty(), List.of());

    Extras(Optional<CacheSettings> cache, Optional<Experiment> experiment, List<Shadow> shadows) {
      this(cache, experiment, shadows, Protection.NONE);
    }

    Extras {
      shadows = List.copyOf(shadows);
    }

    Extras with(Protection other) {
      return new Extras(cache, experiment, shadows, other);
    }
  }
}

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
      Audit audit) {
    static final Extras NONE = new Extras(Optional.empty(), Optional.empty(), List.of());

    /** Of which nothing is kept for auditors. */
    Extras(Optional<CacheSettings> cache, Optional<Experiment> experiment, List<Shadow> shadows) {
      this(cache, experiment, shadows, Audit.NONE);
    }

    static Extras of(Audit audit) {
      return new Extras(Optional.empty(), Optional.empty(), List.of(), audit);
    }

    Extras {
      shadows = List.copyOf(shadows);
    }
  }
}

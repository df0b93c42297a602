package dev.strowger.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Some requests of a route go to other targets first, the route's own behind them.
 *
 * @param share of requests in the treatment arm, 0 to 1
 * @param sticky what requests must have in common to be in the same arm
 * @param definition hash of all of it: a changed experiment is another one
 */
record Experiment(
    String name,
    double share,
    Optional<Strategy.Sticky> sticky,
    Optional<Instant> start,
    Optional<Instant> end,
    List<Target> targets,
    Optional<Guard> guard,
    String definition) {
  Experiment {
    targets = List.copyOf(targets);
  }

  /**
   * When it is stopped: as soon as the treatment, after {@code minCalls}, is worse than this.
   *
   * @param maxErrorRate share of requests that end without an answer
   * @param maxP95Ms of the whole time
   * @param maxCostRatio mean cost against the control arm's
   * @param windowMs what is looked at
   */
  record Guard(
      Optional<Double> maxErrorRate,
      Optional<Integer> maxP95Ms,
      Optional<Double> maxCostRatio,
      int minCalls,
      long windowMs) {}
}

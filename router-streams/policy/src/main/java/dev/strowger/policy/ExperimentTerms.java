package dev.strowger.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * An experiment as whoever watches over it sees it.
 *
 * @param route whose requests take part
 * @param share of requests in the treatment arm, 0 to 1
 * @param definition a changed experiment has another one
 */
public record ExperimentTerms(
    String name,
    String route,
    String definition,
    double share,
    Period period,
    Optional<Guard> guard) {

  /** From (inclusive) to end (exclusive), as far as it has any. */
  public record Period(Optional<Instant> start, Optional<Instant> end) {
    public boolean covers(Instant at) {
      return start.map(s -> !at.isBefore(s)).orElse(true)
          && end.map(e -> at.isBefore(e)).orElse(true);
    }
  }

  /**
   * The treatment is stopped as soon as it is worse than this.
   *
   * @param maxErrorRate share of requests that end without an answer
   * @param maxP95Ms of the whole time
   * @param maxCostRatio mean cost against the control arm's
   * @param minCalls of the treatment, before anything is said
   */
  public record Guard(
      Optional<Double> maxErrorRate,
      Optional<Integer> maxP95Ms,
      Optional<Double> maxCostRatio,
      int minCalls,
      long windowMs) {}

  static ExperimentTerms of(String route, Experiment experiment) {
    return new ExperimentTerms(
        experiment.name(),
        route,
        experiment.definition(),
        experiment.share(),
        new Period(experiment.start(), experiment.end()),
        experiment
            .guard()
            .map(
                g ->
                    new Guard(
                        g.maxErrorRate(),
                        g.maxP95Ms(),
                        g.maxCostRatio(),
                        g.minCalls(),
                        g.windowMs())));
  }
}

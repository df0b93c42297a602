package dev.strowger.router;

import dev.strowger.facts.PlanOf;
import dev.strowger.policy.CallFacts.Moment;
import java.time.Instant;

/** What is known of the world beside the request and the policy: the tables the router follows. */
record Surroundings(DownProviders down, TargetStates targets, StoppedExperiments stopped) {
  /**
   * @param at the time of the request in question
   */
  Moment at(Instant at) {
    return new Moment(down.get(at), targets.get(at), stopped.get());
  }

  /** Whether anybody looks for kept answers. */
  boolean cacheLives(Instant at) {
    return down.lives(PlanOf.CACHE, at);
  }
}

package dev.strowger.policy;

import java.util.Optional;

/**
 * A target of a route, with all that can be found out about it beforehand.
 *
 * @param number its place in the lineup, in the order of the manifest
 * @param objection of the route's own constraints, with the rule's name; empty if it is permitted
 */
record Contender(
    int number, Target target, Model model, Optional<String> objection, Optional<Bench> judge) {

  /**
   * Who judges its answers.
   *
   * @param objection of the route's own constraints
   */
  record Bench(Model model, Acceptance accept, Optional<String> objection, Resilience resilience) {}

  Target.Name name() {
    return target.name();
  }

  boolean spare() {
    return target.weight() == 0;
  }
}

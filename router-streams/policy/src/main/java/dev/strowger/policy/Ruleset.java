package dev.strowger.policy;

import java.util.List;

/**
 * What routes.yaml says, includes and overlays applied: all of a policy but its models.
 *
 * @param routes in the order in which they are tried
 * @param constraints all that fit a call hold for it
 * @param top holds for every route, and for calls without one
 * @param protection holds for calls without a route; routes have theirs
 */
record Ruleset(
    List<Route> routes,
    List<Constraint> constraints,
    ResilienceLayer top,
    FeatureNeeds needs,
    Protection protection) {
  Ruleset(
      List<Route> routes, List<Constraint> constraints, ResilienceLayer top, FeatureNeeds needs) {
    this(routes, constraints, top, needs, Protection.NONE);
  }

  Ruleset {
    routes = List.copyOf(routes);
    constraints = List.copyOf(constraints);
  }
}

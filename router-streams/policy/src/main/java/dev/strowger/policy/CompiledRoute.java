package dev.strowger.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A route, with all worked out that does not depend on the call. */
final class CompiledRoute {
  private final Route route;
  private final Lineup own;
  private final Optional<Trial> trial;
  private final Optional<CacheTerms> cache;
  private final ShadowCopies shadows;
  private final String strategy;

  /** Name of the route's own constraints; empty if it has none. */
  private final String ownRule;

  private CompiledRoute(
      Route route,
      Lineup own,
      Optional<Trial> trial,
      Function<Target.Name, Model> models,
      String strategy) {
    this.route = route;
    this.own = own;
    this.trial = trial;
    List<Contender> all = new ArrayList<>(own.contenders());
    trial.ifPresent(t -> all.addAll(t.treatment()));
    this.cache = route.extras().cache().map(settings -> new CacheTerms(route, settings, all));
    this.shadows = new ShadowCopies(route, models);
    this.strategy = strategy;
    this.ownRule = route.require().equals(Require.NOTHING) ? "" : Lineups.ruleName(route);
  }

  /**
   * @param judging what is set of failures at the top level
   */
  static CompiledRoute of(
      Route route, Function<Target.Name, Model> models, ResilienceLayer judging) {
    Function<Model, Resilience> judges = model -> judging.placed(model.card().reasons()).at(false);
    return new CompiledRoute(
        route,
        Lineups.own(route, models, judges),
        route
            .extras()
            .experiment()
            .map(e -> new Trial(e, Lineups.treated(route, e, models, judges))),
        models,
        Ranking.name(route.strategy()));
  }

  /**
   * The route of a call that names a provider's model itself.
   *
   * @param placed what is set of failures at the top level
   */
  static CompiledRoute direct(
      Model model, ResilienceLayer.Placed placed, Budget budget, Protection protection) {
    Target target = new Target(model.name(), 0, 1, Optional.empty(), Optional.empty(), placed);
    Route route =
        new Route(
            CompiledPolicy.DIRECT,
            Match.ALL,
            Require.NOTHING,
            Strategy.WEIGHTED,
            List.of(target),
            Optional.empty(),
            Route.Extras.NONE.with(protection),
            Map.of(),
            budget);
    Contender only = new Contender(0, target, model, Optional.empty(), Optional.empty());
    Lineup lineup =
        new Lineup(List.of(only), List.of(Lineup.Group.fixed(CompiledPolicy.DIRECT, only)));
    return new CompiledRoute(route, lineup, Optional.empty(), name -> model, CompiledPolicy.DIRECT);
  }

  Route route() {
    return route;
  }

  Decision decide(CallFacts call, Rules.InForce rules) {
    Optional<Decision.Arm> arm = trial.flatMap(t -> t.arm(call, own, rules));
    Lineup lineup =
        arm.isPresent() && arm.get().treatment() ? trial.map(Trial::treated).orElse(own) : own;
    Screening screening = new Screening(lineup.contenders(), call, rules);
    if (screening.nobodyCapable()) {
      return Refusal.of(lineup, screening, call, rules, ownRule);
    }
    PlanDraft draft =
        new PlanDraft(lineup, screening, call, rules).order(new Ranking(route.strategy(), call));
    return new Decision.Planned(
        route.name(), draft.steps(), draft.candidates(), ruleNames(rules), terms(call, rules, arm));
  }

  private List<String> ruleNames(Rules.InForce rules) {
    if (ownRule.isEmpty()) {
      return rules.names();
    }
    List<String> names = new ArrayList<>(rules.names());
    names.add(ownRule);
    return names;
  }

  private Decision.Terms terms(CallFacts call, Rules.InForce rules, Optional<Decision.Arm> arm) {
    return new Decision.Terms(
        strategy,
        route.safety(),
        route.budget(),
        cache.flatMap(terms -> terms.of(call, rules)),
        arm,
        shadows.of(call, rules),
        route.extras().protection());
  }
}

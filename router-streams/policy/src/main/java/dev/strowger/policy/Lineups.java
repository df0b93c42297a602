package dev.strowger.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes the lineups of a route, once per policy. */
final class Lineups {
  private final Route route;
  private final Function<Target.Name, Model> models;
  private final Function<Model, Resilience> judging;
  private final List<Contender> all = new ArrayList<>();
  private final Set<Target.Name> named = new HashSet<>();
  private final List<Lineup.Group> groups = new ArrayList<>();

  /**
   * @param judging of judges, which belong to no route's target
   */
  private Lineups(
      Route route, Function<Target.Name, Model> models, Function<Model, Resilience> judging) {
    this.route = route;
    this.models = models;
    this.judging = judging;
  }

  /** The route's own targets by tier, the fallback behind them. */
  static Lineup own(
      Route route, Function<Target.Name, Model> models, Function<Model, Resilience> judging) {
    Lineups lineups = new Lineups(route, models, judging);
    lineups.addOwn();
    return new Lineup(lineups.all, lineups.groups);
  }

  /** The experiment's targets first, the route's own behind them. */
  static Lineup treated(
      Route route,
      Experiment trial,
      Function<Target.Name, Model> models,
      Function<Model, Resilience> judging) {
    Lineups lineups = new Lineups(route, models, judging);
    String title = "experiment " + trial.name() + ": ";
    lineups.add(trial.targets(), title, "experiment " + trial.name());
    lineups.addOwn();
    return new Lineup(lineups.all, lineups.groups);
  }

  private void addOwn() {
    add(route.targets(), "", "");
    route
        .fallback()
        .filter(f -> named.add(f.name()))
        .ifPresent(f -> groups.add(Lineup.Group.fixed("fallback", contender(f))));
  }

  /** The lowest tier draws as a route without tiers does. */
  private void add(List<Target> targets, String title, String salt) {
    Map<Integer, List<Contender>> tiers = new TreeMap<>();
    for (Target target : targets) {
      if (named.add(target.name())) {
        tiers.computeIfAbsent(target.tier(), t -> new ArrayList<>()).add(contender(target));
      }
    }
    boolean first = true;
    for (var tier : tiers.entrySet()) {
      String tierTitle = tiers.size() > 1 ? title + "tier " + tier.getKey() + ": " : title;
      String tierSalt = first ? salt : salt + "tier " + tier.getKey();
      groups.add(new Lineup.Group(tierTitle, tierSalt, tier.getValue(), Optional.empty()));
      first = false;
    }
  }

  private Contender contender(Target target) {
    Model model = models.apply(target.name());
    Contender contender =
        new Contender(
            all.size(),
            target,
            model,
            objection(route, model),
            target.accept().flatMap(accept -> accept.judge().map(judge -> bench(judge, accept))));
    all.add(contender);
    return contender;
  }

  private Contender.Bench bench(Acceptance.Judge judge, Acceptance accept) {
    Target.Name name =
        Target.Name.parse(judge.target())
            .orElseThrow(() -> new IllegalArgumentException("judge.target: " + judge.target()));
    Model model = models.apply(name);
    return new Contender.Bench(model, accept, objection(route, model), judging.apply(model));
  }

  /** Of the route's own constraints. */
  static Optional<String> objection(Route route, Model model) {
    return Objection.of(route.require(), model.name(), model.card())
        .map(why -> Rules.said(ruleName(route), Optional.of(why)));
  }

  /** By which messages and records name the route's own constraints. */
  static String ruleName(Route route) {
    return "route " + route.name();
  }
}

package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Notes routes and targets that the rules leave nothing to do, as far as that is certain. */
final class RuleCheck {
  private final List<Constraint> constraints;
  private final Map<Target.Name, ModelCard> cards;

  RuleCheck(List<Constraint> constraints, Map<Target.Name, ModelCard> cards) {
    this.constraints = constraints;
    this.cards = cards;
  }

  void check(Route route, Section section) {
    List<Target> all = Stream.concat(route.targets().stream(), route.fallback().stream()).toList();
    if (all.isEmpty()) {
      return;
    }
    if (all.stream().noneMatch(target -> permitted(target, route.require()))) {
      section.problem(
          ConstraintsReader.KEY, "no target of this route is permitted by its constraints");
      return;
    }
    List<Constraint> certain =
        constraints.stream()
            .filter(rule -> MatchCover.covers(rule.match(), route.match()))
            .filter(rule -> !rule.require().equals(Require.NOTHING))
            .toList();
    if (all.stream().noneMatch(target -> allowedBy(target, route, certain))) {
      section.problem(
          TargetsReader.KEY,
          "no target of this route is permitted by "
              + Texts.list(certain.stream().map(Constraint::name).toList())
              + (route.require().equals(Require.NOTHING) ? "" : " and its own constraints"));
      return;
    }
    outsiders(route, section, certain);
  }

  private boolean allowedBy(Target target, Route route, List<Constraint> rules) {
    return permitted(target, route.require())
        && rules.stream().allMatch(rule -> permitted(target, rule.require()));
  }

  /** Of those that may never be asked, or not when it matters, although others may. */
  private void outsiders(Route route, Section section, List<Constraint> certain) {
    List<Target> all = new ArrayList<>(route.targets());
    route.fallback().ifPresent(all::add);
    route.extras().experiment().ifPresent(experiment -> all.addAll(experiment.targets()));
    route.extras().shadows().forEach(shadow -> all.add(shadow.target()));
    for (Target target : all) {
      never(target, route, certain)
          .or(() -> unknown(target))
          .ifPresent(why -> section.warning(TargetsReader.KEY, target.name() + " " + why));
    }
  }

  private Optional<String> never(Target target, Route route, List<Constraint> certain) {
    if (!permitted(target, route.require())) {
      return Optional.of("is never asked: not permitted by the constraints of this route");
    }
    return certain.stream()
        .filter(rule -> !permitted(target, rule.require()))
        .findFirst()
        .map(rule -> "is never asked: not permitted by " + rule.name());
  }

  private Optional<String> unknown(Target target) {
    if (cards.containsKey(target.name())) {
      return Optional.empty();
    }
    return constraints.stream()
        .filter(rule -> !permitted(target, rule.require()))
        .findFirst()
        .map(rule -> "is not in models.yaml, so it is never asked where " + rule.name() + " holds");
  }

  private boolean permitted(Target target, Require require) {
    ModelCard card = cards.getOrDefault(target.name(), ModelCard.UNKNOWN);
    return Permission.given(require, target.name(), card);
  }
}

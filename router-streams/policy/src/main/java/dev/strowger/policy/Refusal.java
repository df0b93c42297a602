package dev.strowger.policy;

import dev.strowger.policy.Decision.Candidate;
import dev.strowger.policy.Decision.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Why nobody of a lineup may answer a call, in words for the client. */
final class Refusal {
  private Refusal() {}

  static Refused of(
      Lineup lineup, Screening screening, CallFacts call, Rules.InForce rules, String ownRule) {
    List<Candidate> candidates = new ArrayList<>();
    for (Contender contender : lineup.contenders()) {
      candidates.add(excluded(contender, screening.exclusion(contender)));
    }
    List<String> names = new ArrayList<>(rules.names());
    if (!ownRule.isEmpty()) {
      names.add(ownRule);
    }
    return screening.nobodyPermitted()
        ? new Refused(403, "policy_denied", forbidden(lineup, rules, ownRule), candidates, names)
        : new Refused(
            400, "capability_not_available", incapable(lineup, call, rules), candidates, names);
  }

  static Candidate excluded(Contender contender, String why) {
    Target.Name name = contender.name();
    return new Candidate(
        name.provider(),
        name.model(),
        contender.target().weight(),
        -1,
        "excluded: " + why,
        Map.of());
  }

  private static String forbidden(Lineup lineup, Rules.InForce rules, String ownRule) {
    Set<String> against = new LinkedHashSet<>();
    for (Contender contender : lineup.contenders()) {
      against.addAll(rules.against(contender.model()));
      if (contender.objection().isPresent()) {
        against.add(ownRule);
      }
    }
    return "No model may be used for this request; it is forbidden by: "
        + Texts.list(List.copyOf(against))
        + ".";
  }

  /** What nobody can do; if each can do some of it, all of it together. */
  private static String incapable(Lineup lineup, CallFacts call, Rules.InForce rules) {
    Set<String> missing = new TreeSet<>(call.asked().needs());
    for (Contender contender : lineup.contenders()) {
      if (Screening.forbidden(contender, rules).isEmpty()) {
        missing.retainAll(Screening.missing(contender.model(), call));
      }
    }
    if (!missing.isEmpty()) {
      return "This request needs what no model available to it can do: "
          + Texts.list(List.copyOf(missing))
          + ".";
    }
    return "This request needs what no model available to it can do together: "
        + Texts.list(List.copyOf(new TreeSet<>(call.asked().needs())))
        + ".";
  }
}

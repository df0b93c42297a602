package dev.strowger.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who of a lineup may stand in the plan of a call. Rules and capabilities take out for good. A
 * context window (the size of a prompt is an estimate) and being down take out only while somebody
 * is left.
 */
final class Screening {
  private static final Set<String> JSON = Set.of("json_object", "json_schema");

  /** Dialects ask by whichever of these a model has for either kind of JSON. */
  private static final Set<String> WAYS_TO_JSON = Set.of("json_object", "json_schema", "tools");

  private final List<Contender> all;
  private final CallFacts call;

  /** By number; empty: not taken out. */
  private final String[] exclusions;

  /** By number: what is to be said of those that stay all the same. */
  private final String[] remarks;

  private final int permitted;
  private final int capable;

  Screening(List<Contender> all, CallFacts call, Rules.InForce rules) {
    this.all = all;
    this.call = call;
    this.exclusions = new String[all.size()];
    this.remarks = new String[all.size()];
    for (int i = 0; i < all.size(); i++) {
      exclusions[i] = forbidden(all.get(i), rules).orElse("");
      remarks[i] = "";
    }
    this.permitted = left();
    for (int i = 0; i < all.size(); i++) {
      if (exclusions[i].isEmpty()) {
        exclusions[i] = incapable(all.get(i).model(), call).orElse("");
      }
    }
    this.capable = left();
    screenWindows();
    screenOutages();
  }

  /** Which rule does not permit it, and why. */
  static Optional<String> forbidden(Contender contender, Rules.InForce rules) {
    Optional<String> objection = rules.objection(contender.model());
    return objection.isPresent() ? objection : contender.objection();
  }

  /** What it lacks; a model of which nobody has said what it can do lacks nothing. */
  static Optional<String> incapable(Model model, CallFacts call) {
    Collection<String> can = model.card().capabilities();
    if (can.isEmpty() || can.containsAll(call.asked().needs())) {
      return Optional.empty();
    }
    Set<String> missing = missing(model, call);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("lacks " + Texts.list(List.copyOf(missing)));
  }

  static Set<String> missing(Model model, CallFacts call) {
    Set<String> missing = new TreeSet<>(call.asked().needs());
    Set<String> can = model.card().capabilities();
    missing.removeAll(can);
    if (!Collections.disjoint(WAYS_TO_JSON, can)) {
      missing.removeAll(JSON);
    }
    return missing;
  }

  /** What is too small, if the call does not fit its window. */
  static Optional<String> tooSmall(Model model, CallFacts call, long outputTokens) {
    int window = model.card().contextWindow().orElse(Integer.MAX_VALUE);
    // A client may ask for any number: the sum must not overflow.
    long needed = call.asked().promptTokens() + Math.min(outputTokens, Integer.MAX_VALUE);
    return needed > window
        ? Optional.of("some %d tokens do not fit its %d".formatted(needed, window))
        : Optional.empty();
  }

  static Optional<String> down(Model model, CallFacts call) {
    var unavailable = call.moment().unavailable();
    if (unavailable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(unavailable.get(model.name().provider()))
        .or(() -> Optional.ofNullable(unavailable.get(model.label())))
        .map(why -> why.isEmpty() ? "it is down" : why);
  }

  boolean nobodyPermitted() {
    return permitted == 0;
  }

  boolean nobodyCapable() {
    return capable == 0;
  }

  boolean stays(Contender contender) {
    return exclusions[contender.number()].isEmpty();
  }

  /** Of those of a group, in its order. */
  List<Contender> left(Lineup.Group group) {
    List<Contender> left = new ArrayList<>(group.contenders().size());
    for (Contender contender : group.contenders()) {
      if (stays(contender)) {
        left.add(contender);
      }
    }
    return left;
  }

  /** Why it does not stand in the plan. */
  String exclusion(Contender contender) {
    return exclusions[contender.number()];
  }

  /** What is to be said beside the reason for its place; mostly empty. */
  String remark(Contender contender) {
    return remarks[contender.number()];
  }

  private int left() {
    int left = 0;
    for (String exclusion : exclusions) {
      left += exclusion.isEmpty() ? 1 : 0;
    }
    return left;
  }

  private void screenWindows() {
    String[] small = new String[all.size()];
    int fitting = 0;
    int largest = 0;
    long output = call.asked().maxOutputTokens().orElse(0);
    for (Contender contender : all) {
      int i = contender.number();
      small[i] = stays(contender) ? tooSmall(contender.model(), call, output).orElse("") : "";
      if (stays(contender)) {
        fitting += small[i].isEmpty() ? 1 : 0;
        largest = Math.max(largest, window(contender));
      }
    }
    for (Contender contender : all) {
      int i = contender.number();
      if (small[i].isEmpty()) {
        continue;
      }
      if (fitting == 0 && window(contender) == largest) {
        remarks[i] = "; " + small[i] + ", kept as the largest";
      } else {
        exclusions[i] = small[i];
      }
    }
  }

  private static int window(Contender contender) {
    return contender.model().card().contextWindow().orElse(Integer.MAX_VALUE);
  }

  private void screenOutages() {
    if (call.moment().unavailable().isEmpty()) {
      return;
    }
    boolean kept = all.stream().noneMatch(c -> stays(c) && down(c.model(), call).isEmpty());
    for (Contender contender : all) {
      Optional<String> why = down(contender.model(), call);
      if (!stays(contender) || why.isEmpty()) {
        continue;
      }
      if (kept) {
        remarks[contender.number()] += "; " + why.get() + ", kept for want of another";
      } else {
        exclusions[contender.number()] = why.get();
      }
    }
  }
}

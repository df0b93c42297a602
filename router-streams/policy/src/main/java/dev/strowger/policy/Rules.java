package dev.strowger.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The constraints that hold for every route; all that fit a call hold for it together. */
final class Rules {
  private final List<Constraint> constraints;
  private final MatchIndex index;

  Rules(List<Constraint> constraints) {
    this.constraints = constraints;
    this.index = new MatchIndex(constraints.stream().map(Constraint::match).toList());
  }

  InForce inForce(CallFacts call) {
    return new InForce(constraints, BitSet.valueOf(index.all(call)));
  }

  /**
   * The constraints for one call.
   *
   * @param numbers of those that fit it
   */
  record InForce(List<Constraint> all, BitSet numbers) {
    boolean permits(Model model) {
      return !numbers.intersects(model.denied());
    }

    /** Names of the rules that do not permit the model. */
    List<String> against(Model model) {
      if (permits(model)) {
        return List.of();
      }
      BitSet both = (BitSet) numbers.clone();
      both.and(model.denied());
      return both.stream().mapToObj(i -> all.get(i).name()).toList();
    }

    /** Which rule does not permit the model, and why; empty if all do. */
    Optional<String> objection(Model model) {
      if (permits(model)) {
        return Optional.empty();
      }
      BitSet both = (BitSet) numbers.clone();
      both.and(model.denied());
      Constraint first = all.get(both.nextSetBit(0));
      return Optional.of(
          said(first.name(), Objection.of(first.require(), model.name(), model.card())));
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
        names.add(all.get(i).name());
      }
      return names;
    }
  }

  static String said(String rule, Optional<String> objection) {
    return "rule " + rule + ": " + objection.orElse("it is not permitted");
  }
}

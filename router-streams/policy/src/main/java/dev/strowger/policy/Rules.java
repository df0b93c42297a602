package dev.strowger.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The constraints that hold for every route; all that fit a call hold for it together. */
final class Rules {
  /** Stands among the names of rules when a spent budget lets only some models be asked. */
  static final String THRIFT = "thrift";

  private final List<Constraint> constraints;
  private final MatchIndex index;

  Rules(List<Constraint> constraints) {
    this.constraints = constraints;
    this.index = new MatchIndex(constraints.stream().map(Constraint::match).toList());
  }

  InForce inForce(CallFacts call) {
    return new InForce(
        constraints, BitSet.valueOf(index.all(call)), call.moment().thrift().map(Require::of));
  }

  /**
   * The constraints for one call.
   *
   * @param numbers of those that fit it
   * @param thrift what its caller's spent budget requires
   */
  record InForce(List<Constraint> all, BitSet numbers, Optional<Require> thrift) {
    boolean permits(Model model) {
      return !numbers.intersects(model.denied()) && objectionOfThrift(model).isEmpty();
    }

    private Optional<String> objectionOfThrift(Model model) {
      return thrift.flatMap(require -> Objection.of(require, model.name(), model.card()));
    }

    /** Names of the rules that do not permit the model. */
    List<String> against(Model model) {
      if (permits(model)) {
        return List.of();
      }
      BitSet both = (BitSet) numbers.clone();
      both.and(model.denied());
      List<String> names = new ArrayList<>(both.stream().mapToObj(i -> all.get(i).name()).toList());
      if (objectionOfThrift(model).isPresent()) {
        names.add(THRIFT);
      }
      return names;
    }

    /** Which rule does not permit the model, and why; empty if all do. */
    Optional<String> objection(Model model) {
      if (permits(model)) {
        return Optional.empty();
      }
      BitSet both = (BitSet) numbers.clone();
      both.and(model.denied());
      if (both.isEmpty()) {
        return Optional.of(said(THRIFT, objectionOfThrift(model)));
      }
      Constraint first = all.get(both.nextSetBit(0));
      return Optional.of(
          said(first.name(), Objection.of(first.require(), model.name(), model.card())));
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
        names.add(all.get(i).name());
      }
      thrift.ifPresent(require -> names.add(THRIFT));
      return names;
    }
  }

  static String said(String rule, Optional<String> objection) {
    return "rule " + rule + ": " + objection.orElse("it is not permitted");
  }
}

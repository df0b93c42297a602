package dev.strowger.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * One fault, with a route, models and a script of its own, so that none disturbs another.
 *
 * @param id as the table has it, with a word for variants
 * @param targets in the order of the plan
 * @param resilience of the route, YAML in braces; empty: the defaults
 * @param check sends the requests and says what was wrong
 */
record Fault(String id, String title, List<Target> targets, String resilience, Check check) {
  /** What a caller does and must see. */
  @FunctionalInterface
  interface Check {
    void run(Trial trial) throws InterruptedException;
  }

  Fault {
    List<Target> named = new ArrayList<>();
    for (Target target : targets) {
      char letter = (char) ('a' + named.size());
      named.add(target.model().isEmpty() ? target.named("f-" + id + "-" + letter) : target);
    }
    targets = List.copyOf(named);
  }

  static Fault of(String id, String title, Check check, Target... targets) {
    return new Fault(id, title, List.of(targets), "", check);
  }

  Fault resilience(String yaml) {
    return new Fault(id, title, targets, yaml, check);
  }

  /** The model its callers ask for. */
  String model() {
    return "f-" + id;
  }

  /** The part of the id before the variant's word. */
  String number() {
    int dash = id.indexOf('-');
    return dash < 0 ? id : id.substring(0, dash);
  }
}

package dev.strowger.policy;

import java.util.BitSet;
import java.util.List;

/**
 * A model of a provider, with all that a policy knows of it beforehand.
 *
 * @param label {@code provider/model}
 * @param denied by number, the constraints that do not permit it
 */
record Model(Target.Name name, String label, ModelCard card, BitSet denied) {
  static Model of(Target.Name name, ModelCard card, List<Constraint> constraints) {
    BitSet denied = new BitSet(constraints.size());
    for (int i = 0; i < constraints.size(); i++) {
      denied.set(i, Objection.of(constraints.get(i).require(), name, card).isPresent());
    }
    return new Model(name, name.toString(), card, denied);
  }
}

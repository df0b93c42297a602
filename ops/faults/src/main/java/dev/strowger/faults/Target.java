package dev.strowger.faults;

import dev.strowger.faults.provider.Reaction;

/**
 * A target of a fault's route.
 *
 * @param model as the provider names it; empty: one of the fault's own
 * @param contextWindow in tokens; 0: the catalogue does not say
 */
record Target(Place place, String model, int contextWindow, Reaction reaction) {
  static Target at(Place place, Reaction reaction) {
    return new Target(place, "", 0, reaction);
  }

  static Target primary(Reaction reaction) {
    return at(Place.PRIMARY, reaction);
  }

  static Target fallback(Reaction reaction) {
    return at(Place.FALLBACK, reaction);
  }

  Target named(String model) {
    return new Target(place, model, contextWindow, reaction);
  }

  Target window(int tokens) {
    return new Target(place, model, tokens, reaction);
  }
}

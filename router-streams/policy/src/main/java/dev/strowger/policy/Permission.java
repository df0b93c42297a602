package dev.strowger.policy;

import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Whether a rule lets a model have a request; what the catalogue does not say counts against it.
 */
final class Permission {
  private Permission() {}

  static boolean given(Require require, Target.Name target, ModelCard card) {
    ModelCard.Standing standing = card.standing();
    return !require.deniedProviders().contains(target.provider())
        && (require.jurisdictions().isEmpty()
            || (!standing.jurisdictions().isEmpty()
                && Codes.within(standing.jurisdictions(), require.jurisdictions())))
        && standing.certifications().containsAll(require.certifications())
        && (!require.openWeight() || standing.openWeight())
        && (!require.selfHosted() || standing.selfHosted())
        && affordable(require.maxInputMicros(), card, ModelPrice::inputMicrosPerMillion)
        && affordable(require.maxOutputMicros(), card, ModelPrice::outputMicrosPerMillion)
        && require
            .retention()
            .map(most -> standing.retention().filter(kept -> kept.compareTo(most) <= 0).isPresent())
            .orElse(true);
  }

  private static boolean affordable(
      OptionalLong most, ModelCard card, ToLongFunction<ModelPrice> price) {
    return most.isEmpty()
        || card.price().filter(p -> price.applyAsLong(p) <= most.getAsLong()).isPresent();
  }
}

package dev.strowger.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Why a model is not permitted by what a rule requires. What is not known counts against it. */
final class Objection {
  /** Permits every member state. */
  private static final String EU = "EU";

  private static final Set<String> MEMBERS =
      Set.of(
          EU, "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
          "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private Objection() {}

  /** Empty if the model is permitted. */
  static Optional<String> of(Require require, Target.Name name, ModelCard card) {
    ModelCard.Standing standing = card.standing();
    if (require.deniedProviders().contains(name.provider())) {
      return Optional.of("its provider is denied");
    }
    return jurisdictions(require.jurisdictions(), standing.jurisdictions())
        .or(() -> certifications(require.certifications(), standing.certifications()))
        .or(() -> unless(!require.openWeight() || standing.openWeight(), "is not open-weight"))
        .or(() -> unless(!require.selfHosted() || standing.selfHosted(), "is not self-hosted"))
        .or(() -> price(require.maxInputMicros(), card, ModelPrice::inputMicrosPerMillion, "input"))
        .or(
            () ->
                price(
                    require.maxOutputMicros(), card, ModelPrice::outputMicrosPerMillion, "output"))
        .or(() -> require.retention().flatMap(most -> retention(most, standing.retention())));
  }

  private static Optional<String> jurisdictions(Set<String> permitted, Set<String> places) {
    if (permitted.isEmpty()) {
      return Optional.empty();
    }
    if (places.isEmpty()) {
      return Optional.of("its jurisdictions are not known");
    }
    List<String> elsewhere =
        places.stream()
            .filter(place -> !permitted.contains(place))
            .filter(place -> !(permitted.contains(EU) && MEMBERS.contains(place)))
            .sorted()
            .toList();
    return unless(elsewhere.isEmpty(), "may process in " + Texts.list(elsewhere));
  }

  private static Optional<String> certifications(Set<String> wanted, Set<String> has) {
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(has);
    return unless(missing.isEmpty(), "is not certified " + Texts.list(List.copyOf(missing)));
  }

  private static Optional<String> price(
      OptionalLong most, ModelCard card, ToLongFunction<ModelPrice> kind, String what) {
    if (most.isEmpty()) {
      return Optional.empty();
    }
    if (card.price().isEmpty()) {
      return Optional.of("its price is not known");
    }
    return unless(
        kind.applyAsLong(card.price().get()) <= most.getAsLong(),
        "costs more than %s per million tokens of %s"
            .formatted(
                BigDecimal.valueOf(most.getAsLong(), 6).stripTrailingZeros().toPlainString(),
                what));
  }

  private static Optional<String> retention(Retention most, Optional<Retention> is) {
    if (is.isEmpty()) {
      return Optional.of("how long its provider keeps data is not known");
    }
    return unless(is.get().compareTo(most) <= 0, "its provider keeps data for too long");
  }

  private static Optional<String> unless(boolean fine, String objection) {
    return fine ? Optional.empty() : Optional.of(objection);
  }
}

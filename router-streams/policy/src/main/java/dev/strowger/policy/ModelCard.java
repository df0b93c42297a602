package dev.strowger.policy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the catalogue says of a model.
 *
 * @param capabilities what it can do, e.g. {@code tools}, {@code vision}; empty if nobody has said
 * @param price empty if unknown
 * @param contextWindow tokens of prompt and answer together
 * @param maxOutputTokens most tokens of an answer
 * @param quality 0 to 1 by intent; {@code general} for all others
 * @param standing what rules may ask of it
 * @param tokensPerSecond of its answers
 */
public record ModelCard(
    Set<String> capabilities,
    Optional<ModelPrice> price,
    Optional<Integer> contextWindow,
    Optional<Integer> maxOutputTokens,
    Map<String, Double> quality,
    Standing standing,
    OptionalDouble tokensPerSecond) {
  /** Key of {@link #quality} that holds for intents without one of their own. */
  public static final String GENERAL = "general";

  static final ModelCard UNKNOWN =
      new ModelCard(
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Standing.UNKNOWN,
          OptionalDouble.empty());

  /**
   * Where it runs and under which terms; what is not said counts against it.
   *
   * @param jurisdictions all places where it may process
   * @param certifications it has, in lower case
   */
  public record Standing(
      Set<String> jurisdictions,
      Set<String> certifications,
      boolean openWeight,
      boolean selfHosted,
      Optional<Retention> retention) {
    static final Standing UNKNOWN =
        new Standing(Set.of(), Set.of(), false, false, Optional.empty());

    public Standing {
      jurisdictions = Set.copyOf(jurisdictions);
      certifications = Set.copyOf(certifications);
    }
  }

  public ModelCard {
    capabilities = Set.copyOf(capabilities);
    quality = Map.copyOf(quality);
  }

  /** Whether it thinks before it says anything. */
  boolean reasons() {
    return capabilities.contains("reasoning");
  }

  /** What can be offered for a call that either of two models may answer: the worse of both. */
  ModelCard or(ModelCard other) {
    return new ModelCard(
        capabilities.stream()
            .filter(other.capabilities::contains)
            .collect(Collectors.toUnmodifiableSet()),
        price.flatMap(mine -> other.price.map(mine::orDearer)),
        contextWindow.flatMap(mine -> other.contextWindow.map(theirs -> Math.min(mine, theirs))),
        maxOutputTokens.flatMap(
            mine -> other.maxOutputTokens.map(theirs -> Math.min(mine, theirs))),
        Map.of(),
        Standing.UNKNOWN,
        OptionalDouble.empty());
  }
}

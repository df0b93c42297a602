package dev.strowger.policy;

import java.util.Optional;
import java.util.Set;

/**
 * What the catalogue says of a model.
 *
 * @param capabilities what it can do, e.g. {@code tools}, {@code vision}; empty if nobody has said
 * @param price empty if unknown
 * @param contextWindow tokens of prompt and answer together
 * @param maxOutputTokens most tokens of an answer
 */
public record ModelCard(
    Set<String> capabilities,
    Optional<ModelPrice> price,
    Optional<Integer> contextWindow,
    Optional<Integer> maxOutputTokens) {
  static final ModelCard UNKNOWN =
      new ModelCard(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public ModelCard {
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether it thinks before it says anything. */
  boolean reasons() {
    return capabilities.contains("reasoning");
  }

  /** What can be said of a call that either of two models may answer: the worse of both. */
  ModelCard or(ModelCard other) {
    return new ModelCard(
        capabilities.stream()
            .filter(other.capabilities::contains)
            .collect(java.util.stream.Collectors.toUnmodifiableSet()),
        price.flatMap(mine -> other.price.map(mine::orDearer)),
        contextWindow.flatMap(mine -> other.contextWindow.map(theirs -> Math.min(mine, theirs))),
        maxOutputTokens.flatMap(
            mine -> other.maxOutputTokens.map(theirs -> Math.min(mine, theirs))));
  }
}

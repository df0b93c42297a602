package dev.strowger.features;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * What was found in one prompt.
 *
 * @param language ISO 639-1; empty if it cannot be told, or nobody asks
 * @param intents probability by intent
 * @param complexity 0 to 1
 * @param detected names of the detectors that found something; empty if nobody has looked, which is
 *     not the same as that there is nothing
 * @param embedding the prompt's direction as signed bytes, the greatest being 127 or -127
 * @param classifier version of the model of complexity; empty if it was not asked
 */
public record Features(
    String language,
    Map<String, Double> intents,
    OptionalDouble complexity,
    Optional<SortedSet<String>> detected,
    Optional<byte[]> embedding,
    String classifier) {
  /** Nobody has looked. */
  public static final Features NONE =
      new Features("", Map.of(), OptionalDouble.empty(), Optional.empty(), Optional.empty(), "");

  public Features {
    intents = Map.copyOf(intents);
  }

  Features withLanguage(String language) {
    return new Features(language, intents, complexity, detected, embedding, classifier);
  }

  Features withIntents(Map<String, Double> intents) {
    return new Features(language, intents, complexity, detected, embedding, classifier);
  }

  Features withComplexity(double complexity, String classifier) {
    return new Features(
        language, intents, OptionalDouble.of(complexity), detected, embedding, classifier);
  }

  Features withDetected(SortedSet<String> detected) {
    return new Features(
        language, intents, complexity, Optional.of(detected), embedding, classifier);
  }

  Features withEmbedding(byte[] embedding) {
    return new Features(
        language, intents, complexity, detected, Optional.of(embedding), classifier);
  }
}

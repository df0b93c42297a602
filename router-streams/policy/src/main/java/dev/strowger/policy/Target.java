package dev.strowger.policy;

import java.util.Optional;

/**
 * A model of a provider that a route may choose.
 *
 * @param weight share of the draw; 0 is never drawn, but stands in the plan behind the others
 * @param tier from 1; a tier is tried when all of those before it are exhausted
 * @param accept what its answers must be like
 * @param resilience by its place in the plan
 */
record Target(
    Name name,
    long weight,
    int tier,
    Optional<Integer> maxLatencyMs,
    Optional<Acceptance> accept,
    ResilienceLayer.Placed resilience) {

  /** Who is asked for what; written {@code provider/model}. Only the model may contain slashes. */
  record Name(String provider, String model) {
    /** Longer names of models are refused. */
    static final int MAX_MODEL_CHARS = 200;

    /** Empty if the text is not {@code provider/model}. */
    static Optional<Name> parse(String text) {
      int slash = text.indexOf('/');
      if (slash < 1 || !isModel(text.substring(slash + 1))) {
        return Optional.empty();
      }
      return Optional.of(new Name(text.substring(0, slash), text.substring(slash + 1)));
    }

    /** Names of models travel in HTTP headers: printable ASCII without spaces only. */
    static boolean isModel(String text) {
      return !text.isEmpty()
          && text.length() <= MAX_MODEL_CHARS
          && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public String toString() {
      return provider + "/" + model;
    }
  }
}

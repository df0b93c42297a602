package dev.strowger.policy;

/**
 * Price of a model in micros of a currency per million tokens.
 *
 * @param currency ISO 4217
 */
public record ModelPrice(
    String currency,
    long inputMicrosPerMillion,
    long outputMicrosPerMillion,
    long cachedInputMicrosPerMillion,
    long cacheWriteMicrosPerMillion) {
  /** The higher of two prices, each kind of token for itself. */
  ModelPrice orDearer(ModelPrice other) {
    return new ModelPrice(
        currency,
        Math.max(inputMicrosPerMillion, other.inputMicrosPerMillion),
        Math.max(outputMicrosPerMillion, other.outputMicrosPerMillion),
        Math.max(cachedInputMicrosPerMillion, other.cachedInputMicrosPerMillion),
        Math.max(cacheWriteMicrosPerMillion, other.cacheWriteMicrosPerMillion));
  }
}

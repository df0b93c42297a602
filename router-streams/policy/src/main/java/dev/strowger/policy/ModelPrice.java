package dev.strowger.policy;

import java.util.OptionalLong;

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
    long cacheWriteMicrosPerMillion,
    Special special) {
  /** Without prices for special kinds of tokens. */
  public ModelPrice(
      String currency,
      long inputMicrosPerMillion,
      long outputMicrosPerMillion,
      long cachedInputMicrosPerMillion,
      long cacheWriteMicrosPerMillion) {
    this(
        currency,
        inputMicrosPerMillion,
        outputMicrosPerMillion,
        cachedInputMicrosPerMillion,
        cacheWriteMicrosPerMillion,
        Special.NONE);
  }

  /**
   * Prices that few models have; where there is none, the tokens cost what others of their
   * direction do, and a cache write for an hour what any cache write does.
   *
   * @param callMicros for each call as such, in micros
   */
  public record Special(
      OptionalLong image,
      OptionalLong audioInput,
      OptionalLong audioOutput,
      OptionalLong reasoning,
      OptionalLong cacheWriteLong,
      long callMicros) {
    public static final Special NONE =
        new Special(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            0);
  }

  /** The higher of two prices, each kind of token for itself. */
  ModelPrice orDearer(ModelPrice other) {
    return new ModelPrice(
        currency,
        Math.max(inputMicrosPerMillion, other.inputMicrosPerMillion),
        Math.max(outputMicrosPerMillion, other.outputMicrosPerMillion),
        Math.max(cachedInputMicrosPerMillion, other.cachedInputMicrosPerMillion),
        Math.max(cacheWriteMicrosPerMillion, other.cacheWriteMicrosPerMillion),
        new Special(
            dearer(
                special.image,
                inputMicrosPerMillion,
                other.special.image,
                other.inputMicrosPerMillion),
            dearer(
                special.audioInput,
                inputMicrosPerMillion,
                other.special.audioInput,
                other.inputMicrosPerMillion),
            dearer(
                special.audioOutput,
                outputMicrosPerMillion,
                other.special.audioOutput,
                other.outputMicrosPerMillion),
            dearer(
                special.reasoning,
                outputMicrosPerMillion,
                other.special.reasoning,
                other.outputMicrosPerMillion),
            dearer(
                special.cacheWriteLong,
                cacheWriteMicrosPerMillion,
                other.special.cacheWriteLong,
                other.cacheWriteMicrosPerMillion),
            Math.max(special.callMicros, other.special.callMicros)));
  }

  private static OptionalLong dearer(
      OptionalLong mine, long myUsual, OptionalLong others, long othersUsual) {
    return mine.isEmpty() && others.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(mine.orElse(myUsual), others.orElse(othersUsual)));
  }
}

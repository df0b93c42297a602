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
    long cacheWriteMicrosPerMillion) {}

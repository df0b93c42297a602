package dev.strowger.console.replay;

import dev.strowger.policy.ModelPrice;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.Usage;

/** Tokens of one request, as they were counted or as they may be expected. */
record Tokens(long input, long output, long cachedInput, long cacheWrite) {
  /** Of an answer, where neither its length is known nor a bound was set. */
  static final long ASSUMED_OUTPUT = 256;

  private static final long MILLION = 1_000_000;

  static Tokens counted(Usage usage) {
    return new Tokens(
        usage.getInputTokens(),
        usage.getOutputTokens(),
        usage.getCachedInputTokens(),
        usage.getCacheWriteTokens());
  }

  static Tokens expected(RequestFacts facts) {
    Long most = facts.getMaxOutputTokens();
    return new Tokens(facts.getPromptTokens(), most == null ? ASSUMED_OUTPUT : most, 0, 0);
  }

  long costMicros(ModelPrice price) {
    long plain = Math.max(0, input - cachedInput - cacheWrite);
    return (plain * price.inputMicrosPerMillion()
            + cachedInput * price.cachedInputMicrosPerMillion()
            + cacheWrite * price.cacheWriteMicrosPerMillion()
            + output * price.outputMicrosPerMillion()
            + MILLION / 2)
        / MILLION;
  }
}

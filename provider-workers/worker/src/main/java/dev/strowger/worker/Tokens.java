package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Usage;

/** Counts of tokens as dialects tell them, and as they travel. */
final class Tokens {
  private Tokens() {}

  static Usage record(TokenUsage usage) {
    TokenUsage.Kinds kinds = usage.kinds();
    return new Usage(
        usage.input(),
        usage.output(),
        usage.cachedInput(),
        usage.cacheWrite(),
        usage.reasoning(),
        usage.estimated(),
        kinds.image(),
        kinds.audioInput(),
        kinds.audioOutput(),
        kinds.cacheWriteLong());
  }

  static TokenUsage of(Usage usage) {
    return new TokenUsage(
        usage.getInputTokens(),
        usage.getOutputTokens(),
        usage.getCachedInputTokens(),
        usage.getCacheWriteTokens(),
        usage.getReasoningTokens(),
        new TokenUsage.Kinds(
            usage.getImageTokens(),
            usage.getAudioInputTokens(),
            usage.getAudioOutputTokens(),
            usage.getCacheWriteLongTokens()),
        usage.getEstimated());
  }
}

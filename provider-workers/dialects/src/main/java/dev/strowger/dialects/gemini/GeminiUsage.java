package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/**
 * {@code usageMetadata}: the prompt's tokens include cached ones, the candidates' do not include
 * thoughts.
 */
record GeminiUsage(long prompt, long toolPrompt, long cached, long candidates, long thoughts) {
  static final GeminiUsage NONE = new GeminiUsage(0, 0, 0, 0, 0);

  /** This usage with what a later report says; a stream's reports are cumulative, not added. */
  GeminiUsage with(JsonNode usage) {
    return new GeminiUsage(
        later(usage, "promptTokenCount", prompt),
        later(usage, "toolUsePromptTokenCount", toolPrompt),
        later(usage, "cachedContentTokenCount", cached),
        later(usage, "candidatesTokenCount", candidates),
        later(usage, "thoughtsTokenCount", thoughts));
  }

  TokenUsage tokens() {
    return new TokenUsage(prompt + toolPrompt, candidates + thoughts, cached, 0, thoughts);
  }

  private static long later(JsonNode usage, String name, long before) {
    JsonNode value = usage.path(name);
    return value.isIntegralNumber() ? Math.clamp(value.longValue(), 0, Integer.MAX_VALUE) : before;
  }
}

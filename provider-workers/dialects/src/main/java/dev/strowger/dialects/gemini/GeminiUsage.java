package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/**
 * {@code usageMetadata}: the prompt's tokens include cached ones, the candidates' do not include
 * thoughts. Of the prompt's modalities, those of cached content are taken off.
 */
record GeminiUsage(
    long prompt,
    long toolPrompt,
    long cached,
    long candidates,
    long thoughts,
    TokenUsage.Kinds kinds) {
  static final GeminiUsage NONE = new GeminiUsage(0, 0, 0, 0, 0, TokenUsage.Kinds.NONE);

  /** This usage with what a later report says; a stream's reports are cumulative, not added. */
  GeminiUsage with(JsonNode usage) {
    return new GeminiUsage(
        later(usage, "promptTokenCount", prompt),
        later(usage, "toolUsePromptTokenCount", toolPrompt),
        later(usage, "cachedContentTokenCount", cached),
        later(usage, "candidatesTokenCount", candidates),
        later(usage, "thoughtsTokenCount", thoughts),
        later(usage, kinds));
  }

  TokenUsage tokens() {
    return new TokenUsage(prompt + toolPrompt, candidates + thoughts, cached, 0, thoughts)
        .of(kinds);
  }

  private static TokenUsage.Kinds later(JsonNode usage, TokenUsage.Kinds before) {
    if (!usage.has("promptTokensDetails") && !usage.has("candidatesTokensDetails")) {
      return before;
    }
    return new TokenUsage.Kinds(
        uncached(usage, "IMAGE") + uncached(usage, "VIDEO"),
        uncached(usage, "AUDIO"),
        of(usage.path("candidatesTokensDetails"), "AUDIO"),
        0);
  }

  private static long uncached(JsonNode usage, String modality) {
    long all = of(usage.path("promptTokensDetails"), modality);
    return Math.max(0, all - of(usage.path("cacheTokensDetails"), modality));
  }

  /** Of a list of {@code {"modality":"AUDIO","tokenCount":n}}. */
  private static long of(JsonNode details, String modality) {
    long tokens = 0;
    for (JsonNode detail : details) {
      tokens +=
          detail.path("modality").asText("").equals(modality) ? later(detail, "tokenCount", 0) : 0;
    }
    return tokens;
  }

  private static long later(JsonNode usage, String name, long before) {
    JsonNode value = usage.path(name);
    return value.isIntegralNumber() ? Math.clamp(value.longValue(), 0, Integer.MAX_VALUE) : before;
  }
}

package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/** Mistral's {@code usage}. */
final class MistralUsage {
  private MistralUsage() {}

  static TokenUsage read(JsonNode usage) {
    long input = count(usage.path("prompt_tokens"));
    JsonNode details = usage.path("prompt_tokens_details").path("cached_tokens");
    long cached = count(details.isNumber() ? details : usage.path("num_cached_tokens"));
    long reasoning = count(usage.path("completion_tokens_details").path("reasoning_tokens"));
    long output = count(usage.path("completion_tokens"));
    return new TokenUsage(input, output, cached, 0, reasoning)
        .of(
            TokenUsage.Kinds.audio(
                count(usage.path("prompt_tokens_details").path("audio_tokens")), 0));
  }

  private static long count(JsonNode value) {
    return value.isIntegralNumber() ? Math.clamp(value.longValue(), 0, Integer.MAX_VALUE) : 0;
  }
}

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
    return new TokenUsage(
        input, count(usage.path("completion_tokens")), Math.min(cached, input), 0, reasoning);
  }

  private static long count(JsonNode value) {
    return value.isIntegralNumber() ? Math.max(0, value.longValue()) : 0;
  }
}

package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/** Reads OpenAI's {@code usage} object. */
final class OpenAiUsage {
  private OpenAiUsage() {}

  static TokenUsage read(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    return new TokenUsage(
        count(usage.path("prompt_tokens")),
        count(usage.path("completion_tokens")),
        // DeepSeek counts cache hits beside the details, not in them.
        Math.max(count(prompt.path("cached_tokens")), count(usage.path("prompt_cache_hit_tokens"))),
        count(prompt.path("cache_write_tokens")),
        count(usage.path("completion_tokens_details").path("reasoning_tokens")));
  }

  private static long count(JsonNode number) {
    return Math.max(0, number.asLong(0));
  }
}

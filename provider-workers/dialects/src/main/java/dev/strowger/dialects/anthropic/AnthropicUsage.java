package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/**
 * Anthropic's {@code usage}: {@code input_tokens} are those that were neither read from nor written
 * to the cache.
 */
record AnthropicUsage(
    long input, long cacheRead, long cacheWrite, long cacheWriteLong, long output, long thinking) {
  static final AnthropicUsage NONE = new AnthropicUsage(0, 0, 0, 0, 0, 0);

  /** This usage with what a later report says; a stream's reports are cumulative, not added. */
  AnthropicUsage with(JsonNode usage) {
    return new AnthropicUsage(
        later(usage, "input_tokens", input),
        later(usage, "cache_read_input_tokens", cacheRead),
        later(usage, "cache_creation_input_tokens", cacheWrite),
        later(usage.path("cache_creation"), "ephemeral_1h_input_tokens", cacheWriteLong),
        later(usage, "output_tokens", output),
        later(usage.path("output_tokens_details"), "thinking_tokens", thinking));
  }

  TokenUsage tokens() {
    return new TokenUsage(input + cacheRead + cacheWrite, output, cacheRead, cacheWrite, thinking)
        .of(new TokenUsage.Kinds(0, 0, 0, cacheWriteLong));
  }

  private static long later(JsonNode usage, String name, long before) {
    JsonNode value = usage.path(name);
    return value.isIntegralNumber() ? Math.clamp(value.longValue(), 0, Integer.MAX_VALUE) : before;
  }
}

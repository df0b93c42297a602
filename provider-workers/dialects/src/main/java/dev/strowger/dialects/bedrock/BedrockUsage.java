package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/**
 * Converse's {@code usage}: {@code inputTokens} are those that were neither read from nor written
 * to the cache.
 */
final class BedrockUsage {
  private BedrockUsage() {}

  static TokenUsage read(JsonNode usage) {
    long read = count(usage, "cacheReadInputTokens");
    long written = count(usage, "cacheWriteInputTokens");
    long input = count(usage, "inputTokens");
    long output = count(usage, "outputTokens");
    return new TokenUsage(input + read + written, output, read, written, 0)
        .of(new TokenUsage.Kinds(0, 0, 0, writtenForAnHour(usage)));
  }

  private static long writtenForAnHour(JsonNode usage) {
    long tokens = 0;
    for (JsonNode detail : usage.path("cacheDetails")) {
      tokens += detail.path("ttl").asText("").equals("1h") ? count(detail, "inputTokens") : 0;
    }
    return tokens;
  }

  /** Bounded, so that sums stay within 64 bits whatever is sent. */
  private static long count(JsonNode usage, String name) {
    JsonNode value = usage.path(name);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Math.clamp(value.longValue(), 0, Integer.MAX_VALUE)
        : 0;
  }
}

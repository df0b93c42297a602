package dev.strowger.dialects.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.TokenUsage;
import java.io.IOException;

/** OpenAI's {@code usage} of completions, with OpenAI's own name for tokens written to a cache. */
public final class UsageJson {
  private UsageJson() {}

  /** The field {@code usage}. */
  public static void write(JsonGenerator json, TokenUsage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", usage.input());
    json.writeNumberField("completion_tokens", usage.output());
    json.writeNumberField("total_tokens", usage.input() + usage.output());
    json.writeObjectFieldStart("prompt_tokens_details");
    json.writeNumberField("cached_tokens", usage.cachedInput());
    if (usage.cacheWrite() > 0) {
      json.writeNumberField("cache_write_tokens", usage.cacheWrite());
    }
    some(json, "audio_tokens", usage.kinds().audioInput());
    some(json, "image_tokens", usage.kinds().image());
    json.writeEndObject();
    json.writeObjectFieldStart("completion_tokens_details");
    json.writeNumberField("reasoning_tokens", usage.reasoning());
    some(json, "audio_tokens", usage.kinds().audioOutput());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void some(JsonGenerator json, String name, long tokens) throws IOException {
    if (tokens > 0) {
      json.writeNumberField(name, tokens);
    }
  }
}

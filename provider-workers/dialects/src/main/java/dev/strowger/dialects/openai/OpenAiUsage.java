package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.TokenUsage;

/**
 * Reads a {@code usage} object, in OpenAI's form and in those of DeepSeek ({@code
 * prompt_cache_hit_tokens}), Moonshot ({@code cached_tokens} beside the details) and xAI (reasoning
 * tokens beside {@code completion_tokens}, which only the total tells). Sound and pictures are
 * counted without those that {@code cached_tokens_details} tells to be cached.
 */
record OpenAiUsage(JsonNode json, TokenUsage tokens) {
  static OpenAiUsage read(JsonNode usage, Provider provider) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    long input = count(usage.path("prompt_tokens"));
    long output = count(usage.path("completion_tokens"));
    long reasoning =
        Math.max(
            count(usage.path("completion_tokens_details").path("reasoning_tokens")),
            count(usage.path("reasoning_tokens")));
    long cached =
        Math.max(
            count(prompt.path("cached_tokens")),
            Math.max(
                count(usage.path("prompt_cache_hit_tokens")), count(usage.path("cached_tokens"))));
    long written =
        Math.max(
            count(prompt.path("cache_write_tokens")),
            count(prompt.path("cache_creation_input_tokens")));
    boolean apart =
        usage.has("total_tokens")
            ? reasoning > 0 && count(usage.path("total_tokens")) == input + output + reasoning
            : provider.quirks().contains(Quirk.REASONING_APART);
    return new OpenAiUsage(
        usage,
        new TokenUsage(input, apart ? output + reasoning : output, cached, written, reasoning)
            .of(kinds(prompt, usage.path("completion_tokens_details"))));
  }

  private static TokenUsage.Kinds kinds(JsonNode prompt, JsonNode completion) {
    return new TokenUsage.Kinds(
        uncached(prompt, "image_tokens"),
        uncached(prompt, "audio_tokens"),
        count(completion.path("audio_tokens")),
        count(prompt.path("cache_creation").path("ephemeral_1h_input_tokens")));
  }

  private static long uncached(JsonNode prompt, String kind) {
    return Math.max(
        0, count(prompt.path(kind)) - count(prompt.path("cached_tokens_details").path(kind)));
  }

  /** Whether a client that reads OpenAI's fields would not see all that was counted. */
  boolean mend() {
    return count(json.path("completion_tokens")) != tokens.output()
        || count(json.path("prompt_tokens_details").path("cached_tokens")) != tokens.cachedInput()
        || count(json.path("completion_tokens_details").path("reasoning_tokens"))
            != tokens.reasoning();
  }

  /** The same with OpenAI's fields filled in. */
  JsonNode mended() {
    if (!(json instanceof ObjectNode object)) {
      return json;
    }
    ObjectNode usage = object.deepCopy();
    usage.put("completion_tokens", tokens.output());
    details(usage, "prompt_tokens_details").put("cached_tokens", tokens.cachedInput());
    details(usage, "completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
    return usage;
  }

  private static ObjectNode details(ObjectNode usage, String name) {
    return usage.path(name) instanceof ObjectNode there ? there : usage.putObject(name);
  }

  private static long count(JsonNode number) {
    return Math.clamp(number.asLong(0), 0, Integer.MAX_VALUE);
  }
}

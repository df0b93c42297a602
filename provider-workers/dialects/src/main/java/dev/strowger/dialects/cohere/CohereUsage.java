package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/**
 * Cohere's {@code usage} (of an answer) and {@code meta} (of embeddings): {@code billed_units} are
 * what is paid for, {@code tokens} also what Cohere itself adds to the prompt.
 */
final class CohereUsage {
  private CohereUsage() {}

  static TokenUsage read(JsonNode usage) {
    JsonNode billed = usage.path("billed_units");
    JsonNode counted = usage.path("tokens");
    long images = whole(billed.path("image_tokens"));
    long input = first(billed, counted, "input_tokens") + images;
    long output = first(billed, counted, "output_tokens");
    long cached = Math.min(whole(usage.path("cached_tokens")), input);
    return new TokenUsage(input, output, cached, 0, 0).of(new TokenUsage.Kinds(images, 0, 0, 0));
  }

  private static long first(JsonNode billed, JsonNode counted, String name) {
    return whole(billed.path(name).isNumber() ? billed.path(name) : counted.path(name));
  }

  /** Cohere writes counts as numbers with a fraction, at times. */
  private static long whole(JsonNode value) {
    return value.isNumber() ? Math.clamp((long) value.doubleValue(), 0, Integer.MAX_VALUE) : 0;
  }
}

package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cohere's token probabilities as OpenAI writes them. Cohere gives a piece of text with the numbers
 * of all its tokens; OpenAI wants a number for each text, so a piece of several tokens has their
 * sum: the probability of the whole piece.
 */
final class CohereLogprobs {
  private CohereLogprobs() {}

  /**
   * @param items one item, or a list of them
   * @return OpenAI's {@code logprobs} object; empty if there are none
   */
  static Optional<JsonNode> read(JsonNode items) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    if (items.isArray()) {
      items.forEach(item -> add(item, content));
    } else {
      add(items, content);
    }
    if (content.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    logprobs.set("content", content);
    return Optional.of(logprobs.putNull("refusal"));
  }

  private static void add(JsonNode item, ArrayNode content) {
    JsonNode numbers = item.path("logprobs");
    if (!numbers.isArray() || numbers.isEmpty()) {
      return;
    }
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    String text = item.path("text").asText("");
    ObjectNode token = content.addObject().put("token", text).put("logprob", sum);
    ArrayNode bytes = token.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xFF);
    }
    token.putArray("top_logprobs");
  }
}

package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code logprobsResult} as OpenAI's {@code logprobs} object. */
final class GeminiLogprobs {
  private GeminiLogprobs() {}

  static Optional<JsonNode> of(JsonNode candidate) {
    JsonNode chosen = candidate.path("logprobsResult").path("chosenCandidates");
    if (!chosen.isArray() || chosen.isEmpty()) {
      return Optional.empty();
    }
    JsonNode tops = candidate.path("logprobsResult").path("topCandidates");
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    ArrayNode content = logprobs.putArray("content");
    for (int i = 0; i < chosen.size(); i++) {
      ObjectNode token = content.addObject();
      token(chosen.get(i), token);
      ArrayNode alternatives = token.putArray("top_logprobs");
      tops.path(i).path("candidates").forEach(top -> token(top, alternatives.addObject()));
    }
    logprobs.putNull("refusal");
    return Optional.of(logprobs);
  }

  private static void token(JsonNode candidate, ObjectNode json) {
    String token = candidate.path("token").asText("");
    json.put("token", token);
    JsonNode probability = candidate.path("logProbability");
    json.set(
        "logprob", probability.isNumber() ? probability : JsonNodeFactory.instance.numberNode(0));
    ArrayNode bytes = json.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xFF);
    }
  }
}

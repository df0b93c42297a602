package dev.strowger.dialects.cross;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialects.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls and results of a provider's request, put together by their ids as the provider does. */
final class PairedCalls {
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<String> pairs = new ArrayList<>();

  private PairedCalls() {}

  /** Each as {@code name=result}. */
  static List<String> in(Family family, JsonNode request) {
    PairedCalls calls = new PairedCalls();
    switch (family) {
      case OPENAI, AZURE_OPENAI, COHERE_V2, MISTRAL, OLLAMA ->
          request.path("messages").forEach(calls::openAi);
      case ANTHROPIC ->
          request.path("messages").forEach(turn -> turn.path("content").forEach(calls::anthropic));
      case BEDROCK_CONVERSE ->
          request.path("messages").forEach(turn -> turn.path("content").forEach(calls::bedrock));
      case GEMINI, VERTEX ->
          request.path("contents").forEach(turn -> turn.path("parts").forEach(calls::gemini));
    }
    return calls.pairs;
  }

  private void openAi(JsonNode message) {
    for (JsonNode call : message.path("tool_calls")) {
      names.put(call.path("id").asText(), call.path("function").path("name").asText());
    }
    if (message.path("role").asText().equals("tool")) {
      pair(message.path("tool_call_id"), message.path("content"));
    }
  }

  private void anthropic(JsonNode block) {
    switch (block.path("type").asText()) {
      case "tool_use" -> names.put(block.path("id").asText(), block.path("name").asText());
      case "tool_result" -> pair(block.path("tool_use_id"), block.path("content"));
      default -> {}
    }
  }

  private void bedrock(JsonNode block) {
    if (block.has("toolUse")) {
      JsonNode use = block.path("toolUse");
      names.put(use.path("toolUseId").asText(), use.path("name").asText());
    } else if (block.has("toolResult")) {
      JsonNode result = block.path("toolResult");
      pair(result.path("toolUseId"), result.path("content"));
    }
  }

  /** By id, and by name and order where there is none. */
  private void gemini(JsonNode part) {
    if (part.has("functionCall")) {
      JsonNode call = part.path("functionCall");
      String name = call.path("name").asText();
      names.put(call.path("id").asText(name), name);
    } else if (part.has("functionResponse")) {
      JsonNode result = part.path("functionResponse");
      JsonNode id = result.has("id") ? result.path("id") : result.path("name");
      pair(id, result.path("response").path("output"));
    }
  }

  private void pair(JsonNode id, JsonNode content) {
    String name = names.getOrDefault(id.asText(), "nobody's " + id.asText());
    JsonNode first = content.isArray() ? content.path(0) : content;
    pairs.add(name + "=" + (first.isTextual() ? first.asText() : first.path("text").asText()));
  }
}

package dev.strowger.dialects.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.StableId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reply object: all of an answer, or a line of a stream. */
record OllamaReply(JsonNode json) {
  private static final int ID_CHARS = 24;

  boolean isError() {
    return json.hasNonNull("error");
  }

  boolean isReply() {
    return json.path("message").isObject() || json.has("done");
  }

  boolean done() {
    return json.path("done").asBoolean();
  }

  String thinking() {
    return json.path("message").path("thinking").asText("");
  }

  String content() {
    return json.path("message").path("content").asText("");
  }

  /**
   * The tool calls, each whole. Older servers give them no id: it is made of the request's id then,
   * so that it is the same whenever the answer is read, and no other request has it.
   *
   * @param before how many calls the answer had before this
   */
  List<Block.Call> calls(String requestId, int before) {
    List<Block.Call> calls = new ArrayList<>();
    for (JsonNode call : json.path("message").path("tool_calls")) {
      JsonNode function = call.path("function");
      String id = call.path("id").asText("");
      String made = "call_" + StableId.of(requestId + "/" + (before + calls.size()), ID_CHARS);
      calls.add(
          new Block.Call(
              id.isEmpty() ? made : id,
              function.path("name").asText(""),
              arguments(function.path("arguments")),
              ""));
    }
    return calls;
  }

  private static String arguments(JsonNode arguments) {
    if (arguments.isTextual() && !arguments.textValue().isBlank()) {
      return arguments.textValue();
    }
    return arguments.isObject() ? new String(Json.bytes(arguments), StandardCharsets.UTF_8) : "{}";
  }

  OllamaFinish finish(boolean calls) {
    return OllamaFinish.of(json.path("done_reason").asText(""), calls);
  }

  TokenUsage usage() {
    return new TokenUsage(
        count(json.path("prompt_eval_count")), count(json.path("eval_count")), 0, 0, 0);
  }

  /**
   * OpenAI's {@code logprobs} object; Ollama's entries are the same but for what may be missing.
   */
  Optional<JsonNode> logprobs() {
    JsonNode entries = json.path("logprobs");
    if (!entries.isArray() || entries.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    ArrayNode content = logprobs.putArray("content");
    for (JsonNode entry : entries) {
      ArrayNode top = token(entry, content.addObject()).putArray("top_logprobs");
      entry.path("top_logprobs").forEach(other -> token(other, top.addObject()));
    }
    return Optional.of(logprobs.putNull("refusal"));
  }

  private static ObjectNode token(JsonNode entry, ObjectNode token) {
    token.put("token", entry.path("token").asText(""));
    token.put("logprob", entry.path("logprob").asDouble());
    JsonNode bytes = entry.path("bytes");
    token.set("bytes", bytes.isArray() ? bytes : JsonNodeFactory.instance.nullNode());
    return token;
  }

  static long count(JsonNode value) {
    return value.isIntegralNumber() ? Math.max(0, value.longValue()) : 0;
  }
}

package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** OpenAI's chat completions. */
record OpenAiSpeech(long id) implements Speech {
  private static final long CREATED = 1_763_683_200;

  @Override
  public String whole(String model, Story story) {
    ObjectNode answer = frame(model, "chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", story.text());
    choice.put("finish_reason", "stop");
    answer.set("usage", usage(story.tokens().size()));
    return answer.toString();
  }

  @Override
  public List<String> opening(String model) {
    return List.of(chunk(model, Json.object().put("role", "assistant").put("content", ""), null));
  }

  @Override
  public String delta(String model, String text) {
    return chunk(model, Json.object().put("content", text), null);
  }

  @Override
  public String toolDelta(String model) {
    ObjectNode delta = Json.object();
    ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0);
    call.put("id", "call_" + id).put("type", "function");
    call.putObject("function").put("name", "look_up").put("arguments", "{\"qu");
    return chunk(model, delta, null);
  }

  @Override
  public List<String> closing(String model, JsonNode request, int outputTokens) {
    String finish = chunk(model, Json.object(), "stop");
    if (!request.path("stream_options").path("include_usage").asBoolean()) {
      return List.of(finish);
    }
    ObjectNode counted = frame(model, "chat.completion.chunk");
    counted.putArray("choices");
    counted.set("usage", usage(outputTokens));
    return List.of(finish, Json.event(counted));
  }

  @Override
  public List<String> done() {
    return List.of("data: [DONE]\n\n");
  }

  @Override
  public String error(String type, String code, String message) {
    ObjectNode answer = Json.object();
    ObjectNode error = answer.putObject("error").put("message", message).put("type", type);
    error.putNull("param");
    if (code.isEmpty()) {
      error.putNull("code");
    } else {
      error.put("code", code);
    }
    return answer.toString();
  }

  private String chunk(
      String model, ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
    ObjectNode chunk = frame(model, "chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    return Json.event(chunk);
  }

  private ObjectNode frame(String model, String kind) {
    return Json.object()
        .put("id", "chatcmpl-" + id)
        .put("object", kind)
        .put("created", CREATED)
        .put("model", model);
  }

  private static ObjectNode usage(int outputTokens) {
    return Json.object()
        .put("prompt_tokens", PROMPT_TOKENS)
        .put("completion_tokens", outputTokens)
        .put("total_tokens", PROMPT_TOKENS + outputTokens);
  }
}

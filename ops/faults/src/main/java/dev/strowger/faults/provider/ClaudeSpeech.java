package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Anthropic's messages. */
record ClaudeSpeech() implements Speech {
  @Override
  public String whole(String model, Story story) {
    ObjectNode message = message(model, story.tokens().size());
    message.withArray("content").addObject().put("type", "text").put("text", story.text());
    return message.put("stop_reason", "end_turn").toString();
  }

  @Override
  public List<String> opening(String model) {
    ObjectNode start = Json.object().put("type", "message_start");
    start.set("message", message(model, 1).putNull("stop_reason"));
    ObjectNode block = Json.object().put("type", "content_block_start").put("index", 0);
    block.putObject("content_block").put("type", "text").put("text", "");
    return List.of(Json.namedEvent(start), Json.namedEvent(block));
  }

  @Override
  public String delta(String model, String text) {
    ObjectNode delta = Json.object().put("type", "content_block_delta").put("index", 0);
    delta.putObject("delta").put("type", "text_delta").put("text", text);
    return Json.namedEvent(delta);
  }

  @Override
  public String toolDelta(String model) {
    ObjectNode block = Json.object().put("type", "content_block_start").put("index", 1);
    ObjectNode use = block.putObject("content_block").put("type", "tool_use");
    use.put("id", "toolu_01").put("name", "look_up").putObject("input");
    return Json.namedEvent(block);
  }

  @Override
  public List<String> closing(String model, JsonNode request, int outputTokens) {
    ObjectNode stop = Json.object().put("type", "content_block_stop").put("index", 0);
    ObjectNode delta = Json.object().put("type", "message_delta");
    delta.putObject("delta").put("stop_reason", "end_turn").putNull("stop_sequence");
    delta.putObject("usage").put("output_tokens", outputTokens);
    return List.of(Json.namedEvent(stop), Json.namedEvent(delta));
  }

  @Override
  public List<String> done() {
    return List.of(Json.namedEvent(Json.object().put("type", "message_stop")));
  }

  @Override
  public String error(String type, String code, String message) {
    ObjectNode answer = Json.object().put("type", "error");
    answer.putObject("error").put("type", type).put("message", message);
    return answer.toString();
  }

  private static ObjectNode message(String model, int outputTokens) {
    ObjectNode message = Json.object().put("id", "msg_" + IDS.incrementAndGet());
    message.put("type", "message").put("role", "assistant").put("model", model);
    message.putArray("content");
    message.putNull("stop_sequence");
    message
        .putObject("usage")
        .put("input_tokens", PROMPT_TOKENS)
        .put("output_tokens", outputTokens);
    return message;
  }
}

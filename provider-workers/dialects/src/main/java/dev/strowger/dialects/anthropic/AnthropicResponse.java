package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.Wire.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole message, or an error. */
final class AnthropicResponse {
  private AnthropicResponse() {}

  static Reading read(Response response) {
    Optional<JsonNode> json = Json.read(response.body());
    boolean error = json.filter(j -> j.path("type").asText().equals("error")).isPresent();
    if (error || response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          AnthropicErrors.fault(
              ErrorBody.read(response.body()), response.status(), response.headers()));
    }
    if (json.isEmpty() || !json.get().path("content").isArray()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    return answer(json.get());
  }

  private static Reading answer(JsonNode message) {
    List<Block> blocks = new ArrayList<>();
    boolean calls = false;
    for (JsonNode block : message.path("content")) {
      switch (block.path("type").asText()) {
        case "text" -> blocks.add(new Block.Text(block.path("text").asText()));
        case "thinking" ->
            blocks.add(
                new Block.Thought(
                    block.path("thinking").asText(), block.path("signature").asText("")));
        case "redacted_thinking" ->
            blocks.add(new Block.RedactedThought(block.path("data").asText()));
        case "tool_use" -> {
          String name = block.path("name").asText();
          String input = input(block.path("input"));
          if (name.equals(AnswerTool.NAME)) {
            blocks.add(new Block.Text(input));
          } else {
            calls = true;
            blocks.add(new Block.Call(block.path("id").asText(), name, input, ""));
          }
        }
        // What server tools did has no place in other formats.
        default -> {}
      }
    }
    String reason = message.path("stop_reason").asText("");
    TokenUsage usage = AnthropicUsage.NONE.with(message.path("usage")).tokens();
    return StopReason.finish(reason, calls)
        .<Reading>map(finish -> new Reading.Answered(Answer.of(blocks, finish, usage)))
        .orElseGet(() -> new Reading.Failed(StopReason.unknown(reason)));
  }

  /** A tool's input as JSON text. */
  static String input(JsonNode input) {
    return input.isObject() ? new String(Json.bytes(input), StandardCharsets.UTF_8) : "{}";
  }
}

package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.CompletionJson;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole message, or an error. */
final class AnthropicResponse {
  private AnthropicResponse() {}

  static Decoding decode(Response response, Call call) {
    Optional<JsonNode> json = Json.read(response.body());
    boolean error = json.filter(j -> j.path("type").asText().equals("error")).isPresent();
    if (error || response.status() < 200 || response.status() >= 300) {
      return new Decoding.Failed(
          AnthropicErrors.fault(
              ErrorBody.read(response.body()), response.status(), response.headers()));
    }
    if (json.isEmpty() || !json.get().path("content").isArray()) {
      return new Decoding.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    Answer answer = answer(json.get());
    return new Decoding.Answered(
        CompletionJson.render(call, answer), answer.finish().label(), answer.usage());
  }

  private static Answer answer(JsonNode message) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    List<Answer.Call> calls = new ArrayList<>();
    for (JsonNode block : message.path("content")) {
      switch (block.path("type").asText()) {
        case "text" -> text.append(block.path("text").asText());
        case "thinking" -> reasoning.append(block.path("thinking").asText());
        case "tool_use" -> {
          String name = block.path("name").asText();
          String input = input(block.path("input"));
          if (name.equals(AnthropicTools.ANSWER_TOOL)) {
            text.append(input);
          } else {
            calls.add(new Answer.Call(block.path("id").asText(), name, input));
          }
        }
        // Redacted thinking and what server tools did have no place in OpenAI's shape.
        default -> {}
      }
    }
    return new Answer(
        text.toString(),
        reasoning.toString(),
        calls,
        StopReason.finish(message.path("stop_reason").asText(""), !calls.isEmpty()),
        AnthropicUsage.NONE.with(message.path("usage")).tokens());
  }

  /** A tool's input as JSON text. */
  static String input(JsonNode input) {
    return input.isObject() ? new String(Json.bytes(input), StandardCharsets.UTF_8) : "{}";
  }
}

package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.Wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer, or an error. */
final class CohereResponse {
  private CohereResponse() {}

  static Reading read(Response response) {
    Optional<JsonNode> json = Json.read(response.body());
    boolean error = json.filter(j -> j.path("message").isTextual()).isPresent();
    if (error || response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          CohereErrors.fault(
              ErrorBody.read(response.body()), response.status(), response.headers()));
    }
    if (json.isEmpty() || !json.get().path("message").isObject()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    List<Block> blocks = blocks(json.get().path("message"));
    boolean calls = blocks.stream().anyMatch(Block.Call.class::isInstance);
    return switch (CohereFinish.of(json.get().path("finish_reason").asText(""), calls)) {
      case CohereFinish.Failed(var fault) -> new Reading.Failed(fault);
      case CohereFinish.Finished(var reason) ->
          new Reading.Answered(answer(json.get(), blocks, reason));
    };
  }

  private static Answer answer(JsonNode json, List<Block> blocks, FinishReason reason) {
    Choice choice = new Choice(blocks, reason, CohereLogprobs.read(json.path("logprobs")));
    return new Answer(List.of(choice), CohereUsage.read(json.path("usage")));
  }

  private static List<Block> blocks(JsonNode message) {
    List<Block> blocks = new ArrayList<>();
    for (JsonNode content : message.path("content")) {
      switch (content.path("type").asText()) {
        case "text" -> blocks.add(new Block.Text(content.path("text").asText("")));
        case "thinking" -> blocks.add(new Block.Thought(content.path("thinking").asText(""), ""));
        // What may yet be invented.
        default -> {}
      }
    }
    String plan = message.path("tool_plan").asText("");
    if (!plan.isEmpty()) {
      blocks.add(new Block.Text(plan));
    }
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      String arguments = function.path("arguments").asText("");
      blocks.add(
          new Block.Call(
              call.path("id").asText(""),
              function.path("name").asText(""),
              arguments.isBlank() ? "{}" : arguments,
              ""));
    }
    return blocks;
  }
}

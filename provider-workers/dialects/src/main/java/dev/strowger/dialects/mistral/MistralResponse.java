package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.Wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole completion, or an error. */
final class MistralResponse {
  private MistralResponse() {}

  static Reading read(Response response, Dialect.Call call) {
    Optional<JsonNode> json = Json.read(response.body());
    boolean error = json.filter(MistralResponse::isError).isPresent();
    if (error || response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          MistralErrors.fault(response.body(), response.status(), response.headers()));
    }
    if (json.isEmpty() || !json.get().path("choices").path(0).path("message").isObject()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    List<Choice> choices = new ArrayList<>();
    for (JsonNode choice : json.get().path("choices")) {
      List<Block> blocks = blocks(choice.path("message"), call.requestId(), choices.size());
      boolean calls = blocks.stream().anyMatch(Block.Call.class::isInstance);
      switch (MistralFinish.of(choice.path("finish_reason").asText(""), calls)) {
        case MistralFinish.Failed(var fault) -> {
          return new Reading.Failed(fault);
        }
        case MistralFinish.Finished(var reason) ->
            choices.add(new Choice(blocks, reason, Optional.empty()));
      }
    }
    return new Reading.Answered(new Answer(choices, MistralUsage.read(json.get().path("usage"))));
  }

  /** Whether a body or an event is an error, whatever its status. */
  static boolean isError(JsonNode json) {
    return json.path("object").asText().equals("error")
        || json.hasNonNull("error")
        || (!json.has("choices") && (json.has("message") || json.has("detail")));
  }

  private static List<Block> blocks(JsonNode message, String requestId, int choice) {
    List<Block> blocks = new ArrayList<>();
    MistralContent.read(
        message.path("content"),
        new MistralContent.Sink() {
          @Override
          public void text(String text) {
            blocks.add(new Block.Text(text));
          }

          @Override
          public void thought(String text) {
            blocks.add(new Block.Thought(text, ""));
          }
        });
    int count = 0;
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      String arguments = MistralContent.arguments(function.path("arguments"));
      blocks.add(
          new Block.Call(
              MistralToolId.of(call.path("id").asText(""), requestId, choice, count++),
              function.path("name").asText(""),
              arguments.isBlank() ? "{}" : arguments,
              ""));
    }
    return blocks;
  }
}

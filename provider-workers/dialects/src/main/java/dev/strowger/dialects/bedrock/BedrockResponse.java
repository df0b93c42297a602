package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.Wire.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer, or an error. */
final class BedrockResponse {
  private BedrockResponse() {}

  static Reading read(Response response) {
    if (response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(BedrockErrors.fault(response));
    }
    Optional<JsonNode> json = Json.read(response.body());
    JsonNode content =
        json.map(j -> j.path("output").path("message").path("content"))
            .filter(JsonNode::isArray)
            .orElse(null);
    if (json.isEmpty() || content == null) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    List<Block> blocks = new ArrayList<>();
    content.forEach(block -> block(block, blocks));
    boolean calls = blocks.stream().anyMatch(Block.Call.class::isInstance);
    return switch (StopReason.of(json.get().path("stopReason").asText(""), calls)) {
      case StopReason.Unusable(Fault fault) -> new Reading.Failed(fault);
      case StopReason.Finished(FinishReason finish) ->
          new Reading.Answered(
              Answer.of(blocks, finish, BedrockUsage.read(json.get().path("usage"))));
    };
  }

  /** What server tools did, citations and the like have no place in other formats. */
  private static void block(JsonNode block, List<Block> blocks) {
    if (block.path("text").isTextual()) {
      blocks.add(new Block.Text(block.path("text").textValue()));
    } else if (block.has("citationsContent")) {
      block
          .path("citationsContent")
          .path("content")
          .forEach(part -> blocks.add(new Block.Text(part.path("text").asText(""))));
    } else if (block.has("reasoningContent")) {
      reasoning(block.path("reasoningContent"), blocks);
    } else if (block.has("toolUse") && clients(block.path("toolUse"))) {
      JsonNode use = block.path("toolUse");
      String name = use.path("name").asText();
      String input = input(use.path("input"));
      blocks.add(
          name.equals(AnswerTool.NAME)
              ? new Block.Text(input)
              : new Block.Call(use.path("toolUseId").asText(), name, input, ""));
    }
  }

  /** Whether it is for the client to run the tool. */
  static boolean clients(JsonNode toolUse) {
    return !toolUse.path("type").asText().equals("server_tool_use");
  }

  private static void reasoning(JsonNode reasoning, List<Block> blocks) {
    JsonNode text = reasoning.path("reasoningText");
    if (text.isObject()) {
      blocks.add(
          new Block.Thought(text.path("text").asText(""), text.path("signature").asText("")));
    } else if (reasoning.path("redactedContent").isTextual()) {
      blocks.add(new Block.RedactedThought(reasoning.path("redactedContent").textValue()));
    }
  }

  private static String input(JsonNode input) {
    return input.isObject() ? new String(Json.bytes(input), StandardCharsets.UTF_8) : "{}";
  }
}

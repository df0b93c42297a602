package dev.strowger.simulator.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.wire.Json;

/** Converse's messages, as strict as Bedrock is about their order. */
final class Turns {
  private Turns() {}

  /** As messages of role and text. */
  static ArrayNode messages(JsonNode body) {
    JsonNode asked = Json.messages(body, "The messages field is required.");
    ArrayNode messages = Json.MAPPER.createArrayNode();
    String before = "assistant";
    for (JsonNode message : asked) {
      String role = message.path("role").asText();
      if (role.equals(before)) {
        throw new BadQuestion(
            messages.isEmpty()
                ? "A conversation must start with a user message. Try again with a conversation"
                    + " that starts with a user message."
                : "A conversation must alternate between user and assistant roles. Make sure the"
                    + " conversation alternates between user and assistant roles and try again.");
      }
      before = role;
      messages.addObject().put("role", role).put("content", text(message.path("content")));
    }
    return messages;
  }

  static boolean afterTool(JsonNode body) {
    JsonNode messages = body.path("messages");
    boolean result = has(messages.path(messages.size() - 1), "toolResult");
    boolean used = false;
    for (JsonNode message : messages) {
      used |= has(message, "toolResult") || has(message, "toolUse");
    }
    if (used && !body.path("toolConfig").isObject()) {
      throw new BadQuestion(
          "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
    }
    return result;
  }

  private static boolean has(JsonNode message, String block) {
    for (JsonNode content : message.path("content")) {
      if (content.has(block)) {
        return true;
      }
    }
    return false;
  }

  /** The text of content blocks, and what tools answered. */
  static String text(JsonNode blocks) {
    StringBuilder text = new StringBuilder();
    for (JsonNode block : blocks) {
      String more =
          block.has("toolResult")
              ? text(block.path("toolResult").path("content"))
              : block.has("json") ? block.path("json").toString() : block.path("text").asText("");
      text.append(text.isEmpty() || more.isEmpty() ? "" : " ").append(more);
    }
    return text.toString();
  }
}

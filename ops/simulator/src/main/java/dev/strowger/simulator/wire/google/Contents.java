package dev.strowger.simulator.wire.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.wire.Json;

/** What Gemini calls contents: turns of parts. */
final class Contents {
  private Contents() {}

  /** As messages of role and text. */
  static ArrayNode messages(JsonNode body) {
    JsonNode contents = body.path("contents");
    if (!contents.isArray() || contents.isEmpty()) {
      throw new BadQuestion("* GenerateContentRequest.contents: contents is not specified");
    }
    ArrayNode messages = Json.MAPPER.createArrayNode();
    for (JsonNode content : contents) {
      String role = content.path("role").asText("user");
      if (!role.equals("user") && !role.equals("model")) {
        throw new BadQuestion("Please use a valid role: user, model.");
      }
      messages
          .addObject()
          .put("role", role.equals("model") ? "assistant" : "user")
          .put("content", text(content));
    }
    return messages;
  }

  /** The text of a content's parts, and what functions answered. */
  static String text(JsonNode content) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.path("parts")) {
      String more =
          part.has("functionResponse")
              ? part.path("functionResponse").path("response").toString()
              : part.path("text").asText("");
      text.append(text.isEmpty() || more.isEmpty() ? "" : " ").append(more);
    }
    return text.toString();
  }

  static boolean afterTool(JsonNode body) {
    JsonNode contents = body.path("contents");
    for (JsonNode part : contents.path(contents.size() - 1).path("parts")) {
      if (part.has("functionResponse")) {
        return true;
      }
    }
    return false;
  }

  static int tokens(JsonNode body, ArrayNode messages) {
    JsonNode tools = body.path("tools");
    return Json.tokens(messages)
        + Json.tokensOf(text(body.path("systemInstruction")))
        + (tools.isEmpty() ? 0 : Json.tokensOf(tools.toString()));
  }
}

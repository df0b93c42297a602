package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.conversation.Problems;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The arguments of a tool call, which OpenAI's APIs carry as the text of a JSON object. */
public final class CallArguments {
  private CallArguments() {}

  /**
   * @param text a JSON string; nothing and white space are no arguments
   */
  public static ObjectNode read(JsonNode text, String path, Problems problems) {
    if (text.isObject()) {
      problems.add(path, "expected the text of a JSON object");
    }
    if (!text.asText("").isBlank() && !text.isNull()) {
      Optional<JsonNode> read = Json.read(text.asText().getBytes(StandardCharsets.UTF_8));
      if (read.isPresent() && read.get() instanceof ObjectNode object) {
        return object;
      }
      problems.add(path, "expected the text of a JSON object");
    }
    return JsonNodeFactory.instance.objectNode();
  }
}

package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;

/** Content of a message or delta: a text, or a list of chunks. */
final class MistralContent {
  private MistralContent() {}

  /** Takes what a client can see; references and what may yet be invented are left out. */
  interface Sink {
    void text(String text);

    void thought(String text);
  }

  static void read(JsonNode content, Sink sink) {
    if (content.isTextual()) {
      sink.text(content.textValue());
    }
    if (!content.isArray()) {
      return;
    }
    for (JsonNode chunk : content) {
      switch (chunk.path("type").asText()) {
        case "text" -> sink.text(chunk.path("text").asText(""));
        case "thinking" -> sink.thought(thought(chunk.path("thinking")));
        default -> {}
      }
    }
  }

  private static String thought(JsonNode thinking) {
    if (thinking.isTextual()) {
      return thinking.textValue();
    }
    StringBuilder text = new StringBuilder();
    thinking.forEach(chunk -> text.append(chunk.path("text").asText("")));
    return text.toString();
  }

  /** Arguments as text; Mistral writes a text or the object itself. */
  static String arguments(JsonNode arguments) {
    return arguments.isObject()
        ? new String(Json.bytes(arguments), StandardCharsets.UTF_8)
        : arguments.asText("");
  }
}

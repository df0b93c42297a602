package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a model thought before. OpenAI's API has no place for it; read is what others made
 * custom: {@code reasoning_details} (OpenRouter, and the answers of this gateway), {@code
 * thinking_blocks}, and {@code reasoning_content} or {@code reasoning}, which are mere text.
 */
final class Thoughts {
  private Thoughts() {}

  /** The thoughts of an assistant's message; the richest account of them, as they all say one. */
  static List<Part> of(JsonNode message) {
    if (!message.path("reasoning_details").isEmpty()) {
      return details(message.path("reasoning_details"));
    }
    if (!message.path("thinking_blocks").isEmpty()) {
      List<Part> parts = new ArrayList<>();
      message.path("thinking_blocks").forEach(node -> block(node).ifPresent(parts::add));
      return parts;
    }
    String content = text(message, "reasoning_content");
    String thought = content.isEmpty() ? text(message, "reasoning") : content;
    return thought.isEmpty() ? List.of() : List.of(new Part.Thought(thought, ""));
  }

  /** Anthropic's blocks. */
  static Optional<Part> block(JsonNode node) {
    return switch (node.path("type").asText()) {
      case "thinking" ->
          Optional.of(new Part.Thought(node.path("thinking").asText(""), text(node, "signature")));
      case "redacted_thinking" ->
          Optional.of(new Part.RedactedThought(node.path("data").asText("")));
      default -> Optional.empty();
    };
  }

  private static List<Part> details(JsonNode details) {
    List<Part> parts = new ArrayList<>();
    int last = -1;
    for (JsonNode detail : details) {
      int index = detail.path("index").asInt(-1);
      switch (detail.path("type").asText()) {
        case "reasoning.text" -> {
          Part.Thought thought = new Part.Thought(text(detail, "text"), text(detail, "signature"));
          boolean more = !parts.isEmpty() && index >= 0 && index == last;
          if (more && parts.getLast() instanceof Part.Thought(var begun, var proof)) {
            // Pieces of a stream that the client has kept as they came.
            parts.removeLast();
            thought = new Part.Thought(begun + thought.text(), proof + thought.signature());
          }
          parts.add(thought);
        }
        case "reasoning.summary" -> parts.add(new Part.Thought(text(detail, "summary"), ""));
        case "reasoning.encrypted" -> parts.add(new Part.RedactedThought(text(detail, "data")));
        default -> {}
      }
      last = index;
    }
    return parts;
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isTextual() ? value.textValue() : "";
  }
}

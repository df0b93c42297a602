package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;

/**
 * Messages as Converse wants them: instructions apart, user first, roles in turn, tool results as
 * content of a user's turn, no blank text.
 */
final class BedrockMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ArrayNode system = NODES.arrayNode();
  private final ArrayNode turns = NODES.arrayNode();
  private final BedrockParts parts;

  private BedrockMessages(BedrockParts parts) {
    this.parts = parts;
  }

  static void put(List<Message> messages, Maker maker, ObjectNode json, Losses losses) {
    BedrockMessages result = new BedrockMessages(new BedrockParts(maker, losses));
    for (int i = 0; i < messages.size(); i++) {
      result.add(messages.get(i), "messages[" + i + "].content");
    }
    if (result.turns.isEmpty() && !result.system.isEmpty()) {
      // A call needs a message; instructions alone are the prompt then.
      result.turn("user").addAll(result.system);
      result.system.removeAll();
    }
    result.check(losses);
    result.trimPrefill();
    if (!result.system.isEmpty()) {
      json.set("system", result.system);
    }
    json.set("messages", result.turns);
  }

  private void add(Message message, String path) {
    switch (message) {
      case Message.Instructions(var content) -> blocks(content, path, system);
      case Message.User(var content) -> append("user", blocks(content, path, NODES.arrayNode()));
      case Message.Assistant(var content) ->
          append("assistant", blocks(content, path, NODES.arrayNode()));
      case Message.ToolResult(var callId, var content, var failed) -> {
        ArrayNode block = NODES.arrayNode();
        ObjectNode result = block.addObject().putObject("toolResult");
        result.put("toolUseId", BedrockParts.toolId(callId));
        List<Part> given = content.stream().filter(p -> !(p instanceof Part.CacheMark)).toList();
        result.set("content", blocks(given, path, NODES.arrayNode()));
        if (failed) {
          result.put("status", "error");
        }
        content.stream()
            .filter(Part.CacheMark.class::isInstance)
            .forEach(mark -> parts.block(mark, path, block));
        append("user", block);
      }
    }
  }

  private ArrayNode blocks(List<Part> content, String path, ArrayNode blocks) {
    content.forEach(part -> parts.block(part, path, blocks));
    return blocks;
  }

  private void append(String role, ArrayNode blocks) {
    if (!blocks.isEmpty()) {
      turn(role).addAll(blocks);
    }
  }

  /** The content of the last turn if it has this role, else of a new one. */
  private ArrayNode turn(String role) {
    if (!turns.isEmpty()
        && turns.get(turns.size() - 1) instanceof ObjectNode last
        && last.path("role").asText().equals(role)) {
      return last.withArray("content");
    }
    return turns.addObject().put("role", role).putArray("content");
  }

  private void check(Losses losses) {
    if (turns.isEmpty()) {
      losses.refuse("messages", "Bedrock wants a message with content");
    } else if (!turns.get(0).path("role").asText().equals("user")) {
      losses.refuse("messages", "with Bedrock a conversation begins with the user");
    }
    for (JsonNode turn : turns) {
      boolean document = false;
      boolean text = false;
      for (JsonNode block : turn.path("content")) {
        document |= block.has("document");
        text |= block.has("text");
      }
      if (document && !text) {
        losses.refuse("messages", "with Bedrock a file comes with a text in the same turn");
      }
    }
  }

  /** An answer to be continued must not end in white space. */
  private void trimPrefill() {
    if (!turns.isEmpty()
        && turns.get(turns.size() - 1).path("role").asText().equals("assistant")
        && turns.get(turns.size() - 1).path("content") instanceof ArrayNode content
        && content.get(content.size() - 1) instanceof ObjectNode block
        && block.has("text")) {
      block.put("text", block.path("text").asText().stripTrailing());
    }
  }
}

package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;

/**
 * Messages as Anthropic wants them: instructions apart, roles in turn, tool results as content of a
 * user's turn, no empty text.
 *
 * @param system text blocks
 * @param turns messages
 */
record AnthropicMessages(ArrayNode system, ArrayNode turns) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String PDF = "application/pdf";

  /** Content Anthropic has no block for. */
  static void losses(List<Message> messages, Losses losses) {
    for (int i = 0; i < messages.size(); i++) {
      for (Part part : messages.get(i).parts()) {
        String path = "messages[" + i + "].content";
        if (part instanceof Part.Audio) {
          losses.refuse(path, "Anthropic takes no audio");
        }
        if (part instanceof Part.Document(var type, var base64, var name) && !type.equals(PDF)) {
          losses.refuse(path, "Anthropic takes files as " + PDF + " only");
        }
      }
    }
  }

  static AnthropicMessages of(List<Message> messages) {
    AnthropicMessages result = new AnthropicMessages(NODES.arrayNode(), NODES.arrayNode());
    messages.forEach(result::add);
    if (result.turns.isEmpty() && !result.system.isEmpty()) {
      // A call needs a message; instructions alone are the prompt then.
      result.turn("user").addAll(result.system);
      result.system.removeAll();
    }
    result.trimPrefill();
    return result;
  }

  private void add(Message message) {
    switch (message) {
      case Message.Instructions(var parts) -> parts.forEach(part -> block(part, system));
      case Message.User(var parts) -> {
        ArrayNode blocks = NODES.arrayNode();
        parts.forEach(part -> block(part, blocks));
        append("user", blocks);
      }
      case Message.Assistant(var parts) -> {
        ArrayNode blocks = NODES.arrayNode();
        parts.forEach(part -> block(part, blocks));
        append("assistant", blocks);
      }
      case Message.ToolResult(var callId, var parts, var failed) -> {
        ObjectNode result = NODES.objectNode().put("type", "tool_result");
        result.put("tool_use_id", toolId(callId));
        ArrayNode content = NODES.arrayNode();
        parts.forEach(part -> block(part, content));
        if (!content.isEmpty()) {
          result.set("content", content);
        }
        append("user", NODES.arrayNode().add(result));
      }
    }
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

  /** An answer to be continued must not end in white space. */
  private void trimPrefill() {
    if (!turns.isEmpty() && turns.get(turns.size() - 1).path("role").asText().equals("assistant")) {
      ArrayNode content = turn("assistant");
      if (content.get(content.size() - 1) instanceof ObjectNode block && block.has("text")) {
        block.put("text", block.path("text").asText().stripTrailing());
      }
    }
  }

  private static void text(String text, ArrayNode blocks) {
    // Anthropic refuses a block without a visible character.
    if (!text.isBlank()) {
      blocks.addObject().put("type", "text").put("text", text);
    }
  }

  private static void block(Part part, ArrayNode blocks) {
    switch (part) {
      case Part.Text(var text) -> text(text, blocks);
      case Part.Refusal(var text) -> text(text, blocks);
      case Part.ImageUrl(var url, var detail) ->
          source("image", blocks).put("type", "url").put("url", url);
      case Part.Image(var mediaType, var base64, var detail) ->
          source("image", blocks)
              .put("type", "base64")
              .put("media_type", mediaType.equals("image/jpg") ? "image/jpeg" : mediaType)
              .put("data", base64);
      case Part.Document(var mediaType, var base64, var name) ->
          source("document", blocks)
              .put("type", "base64")
              .put("media_type", mediaType)
              .put("data", base64);
      case Part.Call call -> toolUse(call, blocks);
      case Part.DocumentUrl _, Part.Thought _, Part.RedactedThought _, Part.CacheMark _ -> {}
      case Part.Audio _ -> throw new IllegalStateException("audio was not refused");
    }
  }

  private static ObjectNode source(String type, ArrayNode blocks) {
    return blocks.addObject().put("type", type).putObject("source");
  }

  private static void toolUse(Part.Call call, ArrayNode blocks) {
    ObjectNode block = blocks.addObject().put("type", "tool_use");
    block.put("id", toolId(call.id())).put("name", call.name()).set("input", call.arguments());
  }

  /** Anthropic takes letters, digits, dashes and underscores; other providers issue more. */
  private static String toolId(String id) {
    return id.replaceAll("[^a-zA-Z0-9_-]", "_");
  }
}

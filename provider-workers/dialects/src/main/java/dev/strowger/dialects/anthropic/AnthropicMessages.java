package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.wire.ClaudeThoughts;
import java.util.List;

/**
 * Messages as Anthropic wants them: instructions apart, roles in turn, tool results as content of a
 * user's turn, no empty text.
 */
final class AnthropicMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ArrayNode system = NODES.arrayNode();
  private final ArrayNode turns = NODES.arrayNode();
  private final CacheMarks marks;
  private final Losses losses;

  private AnthropicMessages(CacheMarks marks, Losses losses) {
    this.marks = marks;
    this.losses = losses;
  }

  static AnthropicMessages of(List<Message> messages, CacheMarks marks, Losses losses) {
    AnthropicMessages result = new AnthropicMessages(marks, losses);
    for (int i = 0; i < messages.size(); i++) {
      result.add(messages.get(i), "messages[" + i + "].content");
    }
    if (result.turns.isEmpty() && !result.system.isEmpty()) {
      // A call needs a message; instructions alone are the prompt then.
      result.turn("user").addAll(result.system);
      result.system.removeAll();
    }
    result.trimPrefill();
    return result;
  }

  /** Text blocks; empty if there are no instructions. */
  ArrayNode system() {
    return system;
  }

  ArrayNode turns() {
    return turns;
  }

  private void add(Message message, String path) {
    switch (message) {
      case Message.Instructions(var parts) -> blocks(parts, system, path);
      case Message.User(var parts) -> append("user", blocks(parts, NODES.arrayNode(), path));
      case Message.Assistant(var parts) ->
          append("assistant", blocks(parts, NODES.arrayNode(), path));
      case Message.ToolResult(var callId, var parts, var failed) -> {
        ObjectNode result = NODES.objectNode().put("type", "tool_result");
        result.put("tool_use_id", ForeignTraces.callId(callId));
        boolean marked = !parts.isEmpty() && parts.getLast() instanceof Part.CacheMark;
        List<Part> inner = marked ? parts.subList(0, parts.size() - 1) : parts;
        ArrayNode content = blocks(inner, NODES.arrayNode(), path);
        if (!content.isEmpty()) {
          result.set("content", content);
        }
        if (failed) {
          result.put("is_error", true);
        }
        if (marked) {
          marks.mark(result, (Part.CacheMark) parts.getLast());
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

  private ArrayNode blocks(List<Part> parts, ArrayNode blocks, String path) {
    for (Part part : parts) {
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
        case Part.Document document -> AnthropicDocuments.add(document, blocks, path, losses);
        case Part.DocumentUrl(var url, var name) ->
            AnthropicDocuments.titled(name, blocks).put("type", "url").put("url", url);
        case Part.Audio _ -> losses.refuse(path, "Anthropic takes no audio");
        case Part.Thought(var text, var signature) -> thought(text, signature, blocks, path);
        case Part.RedactedThought(var data) -> {
          if (ClaudeThoughts.isOwn(part)) {
            blocks.addObject().put("type", "redacted_thinking").put("data", data);
          } else {
            losses.hint("reasoning_details");
          }
        }
        case Part.Call call -> toolUse(call, blocks);
        case Part.CacheMark mark -> marks.mark(blocks, mark);
      }
    }
    return blocks;
  }

  private static void text(String text, ArrayNode blocks) {
    // Anthropic refuses a block without a visible character.
    if (!text.isBlank()) {
      blocks.addObject().put("type", "text").put("text", text);
    }
  }

  private static ObjectNode source(String type, ArrayNode blocks) {
    return blocks.addObject().put("type", type).putObject("source");
  }

  /** Anthropic takes back only thoughts it has signed; what others thought it does not need. */
  private void thought(String text, String signature, ArrayNode blocks, String path) {
    if (!ClaudeThoughts.mayBeProof(signature)) {
      losses.hint(path.replace(".content", ".reasoning_content"));
    } else {
      blocks.addObject().put("type", "thinking").put("thinking", text).put("signature", signature);
    }
  }

  private static void toolUse(Part.Call call, ArrayNode blocks) {
    ObjectNode block = blocks.addObject().put("type", "tool_use");
    block
        .put("id", ForeignTraces.callId(call.id()))
        .put("name", call.name())
        .set("input", call.arguments());
  }
}

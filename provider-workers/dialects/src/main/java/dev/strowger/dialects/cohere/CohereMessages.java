package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.api.DataUrl;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages as Cohere wants them. */
final class CohereMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Losses losses;

  CohereMessages(Losses losses) {
    this.losses = losses;
  }

  ArrayNode json(List<Message> messages) {
    ArrayNode json = NODES.arrayNode();
    for (int i = 0; i < messages.size(); i++) {
      message(messages.get(i), "messages[" + i + "].content", json.addObject());
    }
    return json;
  }

  private void message(Message message, String path, ObjectNode json) {
    switch (message) {
      case Message.Instructions(var parts) ->
          content(json.put("role", "system"), blocks(parts, path));
      case Message.User(var parts) -> content(json.put("role", "user"), blocks(parts, path));
      case Message.Assistant assistant -> assistant(assistant, path, json);
      case Message.ToolResult(var callId, var parts, var failed) -> {
        if (failed) {
          losses.hint("is_error");
        }
        if (parts.stream().anyMatch(p -> p instanceof Part.Image || p instanceof Part.ImageUrl)) {
          losses.refuse(path, "Cohere takes no images in a tool's result");
        }
        json.put("role", "tool").put("tool_call_id", callId);
        content(json, blocks(parts, path));
      }
    }
  }

  private void assistant(Message.Assistant message, String path, ObjectNode json) {
    json.put("role", "assistant");
    ArrayNode blocks = blocks(message.parts(), path);
    List<Part.Call> calls = message.calls();
    if (calls.isEmpty()) {
      content(json, blocks);
      return;
    }
    StringBuilder plan = new StringBuilder();
    ArrayNode thoughts = NODES.arrayNode();
    blocks.forEach(
        block -> {
          if (block.has("text")) {
            plan.append(block.path("text").asText());
          } else {
            thoughts.add(block);
          }
        });
    if (!thoughts.isEmpty()) {
      json.set("content", thoughts);
    }
    if (!plan.isEmpty()) {
      json.put("tool_plan", plan.toString());
    }
    ArrayNode array = json.putArray("tool_calls");
    for (Part.Call call : calls) {
      ObjectNode node = array.addObject().put("id", call.id()).put("type", "function");
      node.putObject("function")
          .put("name", call.name())
          .put("arguments", new String(Json.bytes(call.arguments()), StandardCharsets.UTF_8));
    }
  }

  /** A single text stands for itself. */
  private static void content(ObjectNode message, ArrayNode blocks) {
    if (blocks.isEmpty()) {
      message.put("content", "");
    } else if (blocks.size() == 1 && blocks.get(0).has("text")) {
      message.set("content", blocks.get(0).get("text"));
    } else {
      message.set("content", blocks);
    }
  }

  private ArrayNode blocks(List<Part> parts, String path) {
    ArrayNode blocks = NODES.arrayNode();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var text) -> text(text, blocks);
        case Part.Refusal(var text) -> text(text, blocks);
        case Part.ImageUrl(var url, var detail) -> image(url, detail, blocks);
        case Part.Image(var type, var base64, var detail) ->
            image(DataUrl.write(type, base64), detail, blocks);
        case Part.Thought(var text, var signature) -> {
          if (!text.isEmpty()) {
            blocks.addObject().put("type", "thinking").put("thinking", text);
          }
        }
        case Part.RedactedThought _ -> losses.hint(path);
        case Part.CacheMark _ -> losses.hint("cache_control");
        case Part.Document _, Part.DocumentUrl _ -> losses.refuse(path, "Cohere takes no files");
        case Part.Audio _ -> losses.refuse(path, "Cohere takes no audio");
        case Part.Call _ -> {}
      }
    }
    return blocks;
  }

  private static void text(String text, ArrayNode blocks) {
    if (!text.isEmpty()) {
      blocks.addObject().put("type", "text").put("text", text);
    }
  }

  private static void image(String url, String detail, ArrayNode blocks) {
    ObjectNode image = blocks.addObject().put("type", "image_url").putObject("image_url");
    image.put("url", url);
    if (!detail.isEmpty()) {
      image.put("detail", detail);
    }
  }
}

package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.api.DataUrl;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages as Mistral wants them. */
final class MistralMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Mistral refuses a user's message right behind a tool's result. */
  private static final String BETWEEN = "Understood.";

  private final Losses losses;
  private final Map<String, String> toolNames = new HashMap<>();

  MistralMessages(Losses losses) {
    this.losses = losses;
  }

  ArrayNode json(List<Message> messages) {
    ArrayNode json = NODES.arrayNode();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      if (message instanceof Message.User
          && i > 0
          && messages.get(i - 1) instanceof Message.ToolResult) {
        losses.hint("messages[" + i + "]");
        json.addObject().put("role", "assistant").put("content", BETWEEN);
      }
      message(message, "messages[" + i + "].content", i == messages.size() - 1, json.addObject());
    }
    return json;
  }

  private void message(Message message, String path, boolean last, ObjectNode json) {
    switch (message) {
      case Message.Instructions(var parts) ->
          content(json.put("role", "system"), chunks(parts, path));
      case Message.User(var parts) -> content(json.put("role", "user"), chunks(parts, path));
      case Message.Assistant assistant -> assistant(assistant, path, last, json);
      case Message.ToolResult(var callId, var parts, var failed) -> {
        if (failed) {
          losses.hint("is_error");
        }
        json.put("role", "tool").put("tool_call_id", MistralToolId.of(callId));
        String name = toolNames.get(callId);
        if (name != null) {
          json.put("name", name);
        }
        content(json, chunks(parts, path));
      }
    }
  }

  private void assistant(Message.Assistant message, String path, boolean last, ObjectNode json) {
    json.put("role", "assistant");
    content(json, chunks(message.parts(), path));
    List<Part.Call> calls = message.calls();
    if (calls.isEmpty()) {
      if (last) {
        json.put("prefix", true);
      }
      return;
    }
    ArrayNode array = json.putArray("tool_calls");
    for (Part.Call call : calls) {
      toolNames.put(call.id(), call.name());
      ObjectNode node = array.addObject().put("id", MistralToolId.of(call.id()));
      node.put("type", "function")
          .putObject("function")
          .put("name", call.name())
          .put("arguments", new String(Json.bytes(call.arguments()), StandardCharsets.UTF_8));
    }
  }

  /** A single text stands for itself. */
  private static void content(ObjectNode message, ArrayNode chunks) {
    if (chunks.isEmpty()) {
      message.put("content", "");
    } else if (chunks.size() == 1 && chunks.get(0).has("text")) {
      message.set("content", chunks.get(0).get("text"));
    } else {
      message.set("content", chunks);
    }
  }

  private ArrayNode chunks(List<Part> parts, String path) {
    ArrayNode chunks = NODES.arrayNode();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var text) -> text(text, chunks);
        case Part.Refusal(var text) -> text(text, chunks);
        case Part.ImageUrl(var url, var detail) -> image(url, detail, chunks);
        case Part.Image(var type, var base64, var detail) ->
            image(DataUrl.write(type, base64), detail, chunks);
        case Part.Document(var type, var base64, var name) ->
            document(DataUrl.write(type, base64), name, chunks);
        case Part.DocumentUrl(var url, var name) -> document(url, name, chunks);
        case Part.Audio(var format, var base64) ->
            chunks.addObject().put("type", "input_audio").put("input_audio", base64);
        case Part.Thought(var text, var signature) -> thought(text, chunks);
        case Part.RedactedThought _ -> losses.hint(path);
        case Part.CacheMark _ -> losses.hint("cache_control");
        case Part.Call _ -> {}
      }
    }
    return chunks;
  }

  private static void text(String text, ArrayNode chunks) {
    if (!text.isEmpty()) {
      chunks.addObject().put("type", "text").put("text", text);
    }
  }

  private static void thought(String text, ArrayNode chunks) {
    if (!text.isEmpty()) {
      ObjectNode chunk = chunks.addObject().put("type", "thinking");
      chunk.putArray("thinking").addObject().put("type", "text").put("text", text);
      chunk.put("closed", true);
    }
  }

  private static void image(String url, String detail, ArrayNode chunks) {
    ObjectNode chunk = chunks.addObject().put("type", "image_url");
    if (detail.isEmpty()) {
      chunk.put("image_url", url);
    } else {
      chunk.putObject("image_url").put("url", url).put("detail", detail);
    }
  }

  private static void document(String url, String name, ArrayNode chunks) {
    ObjectNode chunk = chunks.addObject().put("type", "document_url").put("document_url", url);
    if (!name.isEmpty()) {
      chunk.put("document_name", name);
    }
  }
}

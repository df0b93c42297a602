package dev.strowger.dialects.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages as Ollama wants them: one text, images beside it. */
final class OllamaMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Between the texts of one message. */
  private static final String BREAK = "\n";

  private final Losses losses;
  private final Map<String, String> toolNames = new HashMap<>();

  OllamaMessages(Losses losses) {
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
      case Message.Instructions(var parts) -> content(parts, path, json.put("role", "system"));
      case Message.User(var parts) -> content(parts, path, json.put("role", "user"));
      case Message.Assistant assistant -> {
        content(assistant.parts(), path, json.put("role", "assistant"));
        calls(assistant.calls(), json);
      }
      case Message.ToolResult(var callId, var parts, var failed) -> {
        if (failed) {
          losses.hint("is_error");
        }
        content(parts, path, json.put("role", "tool"));
        String name = toolNames.get(callId);
        if (name != null) {
          json.put("tool_name", name);
        }
        json.put("tool_call_id", callId);
      }
    }
  }

  private void calls(List<Part.Call> calls, ObjectNode json) {
    if (calls.isEmpty()) {
      return;
    }
    ArrayNode array = json.putArray("tool_calls");
    for (Part.Call call : calls) {
      toolNames.put(call.id(), call.name());
      ObjectNode function = array.addObject().put("id", call.id()).putObject("function");
      function.put("name", call.name()).set("arguments", call.arguments());
    }
  }

  private void content(List<Part> parts, String path, ObjectNode json) {
    List<String> texts = new ArrayList<>();
    List<String> thoughts = new ArrayList<>();
    ArrayNode images = NODES.arrayNode();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var text) -> texts.add(text);
        case Part.Refusal(var text) -> texts.add(text);
        case Part.Image(var type, var base64, var detail) -> {
          images.add(base64);
          if (!detail.isEmpty() && !detail.equals("auto")) {
            losses.hint(path + ".detail");
          }
        }
        case Part.ImageUrl _ ->
            losses.refuse(path, "Ollama fetches no images; send them as data URLs");
        case Part.Thought(var text, var signature) -> thoughts.add(text);
        case Part.RedactedThought _ -> losses.hint(path);
        case Part.CacheMark _ -> losses.hint("cache_control");
        case Part.Document _, Part.DocumentUrl _ -> losses.refuse(path, "Ollama takes no files");
        case Part.Audio _ -> losses.refuse(path, "Ollama takes no audio");
        case Part.Call _ -> {}
      }
    }
    json.put("content", String.join(BREAK, texts));
    if (!thoughts.isEmpty()) {
      json.put("thinking", String.join(BREAK, thoughts));
    }
    if (!images.isEmpty()) {
      json.set("images", images);
    }
  }
}

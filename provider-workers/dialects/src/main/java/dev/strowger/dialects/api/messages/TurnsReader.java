package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code system} and {@code messages}. */
final class TurnsReader {
  private final Fields fields;
  private final BlocksReader blocks;

  TurnsReader(Fields fields) {
    this.fields = fields;
    this.blocks = new BlocksReader(fields);
  }

  List<Message> read(JsonNode root) {
    List<Message> messages = new ArrayList<>();
    JsonNode system = root.path("system");
    if (!Fields.absent(system)) {
      add(new Message.Instructions(texts(system, "system")), messages);
    }
    JsonNode turns = root.path("messages");
    if (!turns.isArray() || turns.isEmpty()) {
      fields.wrong("messages", "expected a list with at least one message");
      return messages;
    }
    for (int i = 0; i < turns.size(); i++) {
      turn(turns.path(i), "messages." + i, messages);
    }
    fields.cacheMark(root, "").ifPresent(mark -> markLast(messages, mark));
    return messages;
  }

  private void turn(JsonNode turn, String path, List<Message> messages) {
    JsonNode content = turn.path("content");
    String contentPath = path + ".content";
    switch (turn.path("role").asText()) {
      case "user" -> user(content, contentPath, messages);
      case "assistant" ->
          messages.add(new Message.Assistant(blocks.assistant(content, contentPath)));
      case "system" -> add(new Message.Instructions(texts(content, contentPath)), messages);
      default -> fields.wrong(path + ".role", "expected user or assistant");
    }
  }

  /** Tool results first, as everyone wants them right behind the calls. */
  private void user(JsonNode content, String path, List<Message> messages) {
    if (!content.isArray()) {
      messages.add(new Message.User(blocks.user(content, path)));
      return;
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.path(i);
      if (block.path("type").asText().equals("tool_result")) {
        messages.add(toolResult(block, path + "." + i));
      } else {
        blocks.user(block, path + "." + i, parts);
      }
    }
    add(new Message.User(parts), messages);
  }

  private Message toolResult(JsonNode block, String path) {
    List<Part> parts = new ArrayList<>();
    JsonNode content = block.path("content");
    if (!Fields.absent(content)) {
      parts.addAll(blocks.user(content, path + ".content"));
    }
    fields.cacheMark(block, path).ifPresent(parts::add);
    return new Message.ToolResult(
        CallId.read(fields.text(block, "tool_use_id", path)).id(),
        parts,
        fields.flag(block, "is_error", path));
  }

  private List<Part> texts(JsonNode content, String path) {
    List<Part> parts = blocks.user(content, path);
    for (Part part : parts) {
      if (!(part instanceof Part.Text || part instanceof Part.CacheMark)) {
        fields.wrong(path, "only text may stand here");
      }
    }
    return parts;
  }

  private static void add(Message message, List<Message> messages) {
    if (!message.parts().isEmpty()) {
      messages.add(message);
    }
  }

  private static void markLast(List<Message> messages, Part.CacheMark mark) {
    if (messages.isEmpty()) {
      return;
    }
    List<Part> parts = new ArrayList<>(messages.getLast().parts());
    parts.add(mark);
    messages.set(
        messages.size() - 1,
        switch (messages.getLast()) {
          case Message.Instructions _ -> new Message.Instructions(parts);
          case Message.User _ -> new Message.User(parts);
          case Message.Assistant _ -> new Message.Assistant(parts);
          case Message.ToolResult(var callId, var said, var failed) ->
              new Message.ToolResult(callId, parts, failed);
        });
  }
}

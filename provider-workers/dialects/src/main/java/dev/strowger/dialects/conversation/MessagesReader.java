package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code messages}. */
final class MessagesReader {
  private final Problems problems;
  private final PartsReader parts;

  MessagesReader(Problems problems) {
    this.problems = problems;
    this.parts = new PartsReader(problems);
  }

  List<Message> read(JsonNode nodes) {
    if (!nodes.isArray() || nodes.isEmpty()) {
      problems.add("messages", "expected a list with at least one message");
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      message(nodes.get(i), "messages[" + i + "]").ifPresent(messages::add);
    }
    return messages;
  }

  private Optional<Message> message(JsonNode node, String path) {
    JsonNode content = node.path("content");
    String contentPath = path + ".content";
    return switch (node.path("role").asText()) {
      case "system", "developer" ->
          Optional.of(new Message.Instructions(texts(content, contentPath)));
      case "user" -> Optional.of(new Message.User(parts.parts(content, contentPath)));
      case "assistant" -> Optional.of(assistant(node, path));
      case "tool" ->
          Optional.of(
              new Message.ToolResult(
                  problems.text(node, "tool_call_id", path),
                  parts.parts(content, contentPath),
                  false));
      default -> {
        problems.add(path + ".role", "expected system, developer, user, assistant or tool");
        yield Optional.empty();
      }
    };
  }

  private Message assistant(JsonNode node, String path) {
    List<Part> said = new ArrayList<>();
    if (!Problems.absent(node.path("content"))) {
      said.addAll(texts(node.path("content"), path + ".content"));
    }
    if (node.path("refusal").isTextual()) {
      said.add(new Part.Refusal(node.path("refusal").textValue()));
    }
    if (node.hasNonNull("function_call")) {
      problems.add(path + ".function_call", "use tool_calls, this target does not know functions");
    }
    JsonNode nodes = node.path("tool_calls");
    if (!Problems.absent(nodes) && !nodes.isArray()) {
      problems.add(path + ".tool_calls", "expected a list");
      return new Message.Assistant(said);
    }
    for (int i = 0; i < nodes.size(); i++) {
      said.add(call(nodes.get(i), path + ".tool_calls[" + i + "]"));
    }
    return new Message.Assistant(said);
  }

  private List<Part> texts(JsonNode content, String path) {
    return parts.texts(content, path).stream().<Part>map(Part.Text::new).toList();
  }

  private Part.Call call(JsonNode node, String path) {
    if (!node.path("type").asText("function").equals("function")) {
      problems.add(path + ".type", "this target knows tool calls of type function only");
    }
    JsonNode function = node.path("function");
    return new Part.Call(
        problems.text(node, "id", path),
        problems.text(function, "name", path + ".function"),
        arguments(function.path("arguments").asText(""), path + ".function.arguments"),
        "");
  }

  private ObjectNode arguments(String text, String path) {
    if (!text.isBlank()) {
      Optional<JsonNode> read = Json.read(text.getBytes(StandardCharsets.UTF_8));
      if (read.isPresent() && read.get() instanceof ObjectNode object) {
        return object;
      }
      problems.add(path, "expected the text of a JSON object");
    }
    return JsonNodeFactory.instance.objectNode();
  }
}

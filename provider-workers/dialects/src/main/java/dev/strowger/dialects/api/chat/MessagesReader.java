package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.api.CacheMarks;
import dev.strowger.dialects.api.CallArguments;
import dev.strowger.dialects.api.Leftovers;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code messages}. */
final class MessagesReader {
  private final Problems problems;
  private final Leftovers leftovers;
  private final PartsReader parts;

  /** Of the function call that was last, which has none of its own in the older form. */
  private String functionCallId = "";

  MessagesReader(Problems problems, Leftovers leftovers) {
    this.problems = problems;
    this.leftovers = leftovers;
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
    String role = node.path("role").asText();
    boolean result = role.equals("tool") || role.equals("function");
    if (node.hasNonNull("name") && !result) {
      // Tells speakers apart, no more; a result's only says again whose result it is.
      leftovers.hint(path + ".name");
    }
    return switch (role) {
      case "system", "developer" ->
          Optional.of(new Message.Instructions(marked(parts.texts(content, contentPath), node)));
      case "user" -> Optional.of(new Message.User(marked(parts.given(content, contentPath), node)));
      case "assistant" -> Optional.of(assistant(node, path));
      case "tool" ->
          Optional.of(
              result(problems.text(node, "tool_call_id", path), node, content, contentPath));
      case "function" -> {
        if (functionCallId.isEmpty()) {
          problems.add(path, "there is no function call that this could be the result of");
        }
        yield Optional.of(result(functionCallId, node, content, contentPath));
      }
      default -> {
        problems.add(path + ".role", "expected system, developer, user, assistant or tool");
        yield Optional.empty();
      }
    };
  }

  private Message result(String callId, JsonNode node, JsonNode content, String path) {
    return new Message.ToolResult(callId, marked(parts.given(content, path), node), false);
  }

  private Message assistant(JsonNode node, String path) {
    List<Part> said = new ArrayList<>(Thoughts.of(node));
    if (!Problems.absent(node.path("content"))) {
      said.addAll(parts.said(node.path("content"), path + ".content"));
    }
    if (node.path("refusal").isTextual()) {
      said.add(new Part.Refusal(node.path("refusal").textValue()));
    }
    if (node.hasNonNull("audio")) {
      leftovers.foreign(path + ".audio");
    }
    calls(node, path, said);
    return new Message.Assistant(marked(said, node));
  }

  private void calls(JsonNode node, String path, List<Part> said) {
    if (node.hasNonNull("function_call")) {
      functionCallId = "call_" + path.replaceAll("\\D", "");
      said.add(function(node.path("function_call"), functionCallId, "", path + ".function_call"));
    }
    JsonNode nodes = node.path("tool_calls");
    if (!Problems.absent(nodes) && !nodes.isArray()) {
      problems.add(path + ".tool_calls", "expected a list");
      return;
    }
    for (int i = 0; i < nodes.size(); i++) {
      said.add(call(nodes.get(i), path + ".tool_calls[" + i + "]"));
    }
  }

  private Part.Call call(JsonNode node, String path) {
    if (!node.path("type").asText("function").equals("function")) {
      problems.add(path + ".type", "this target knows tool calls of type function only");
    }
    return function(
        node.path("function"),
        problems.text(node, "id", path),
        node.path("extra_content").path("google").path("thought_signature").asText(""),
        path + ".function");
  }

  private Part.Call function(JsonNode function, String id, String signature, String path) {
    return new Part.Call(
        id,
        problems.text(function, "name", path),
        CallArguments.read(function.path("arguments"), path + ".arguments", problems),
        signature);
  }

  /** A mark on the message itself is behind all of it. */
  private static List<Part> marked(List<Part> parts, JsonNode message) {
    Optional<Part.CacheMark> mark = CacheMarks.of(message);
    if (mark.isEmpty() || parts.isEmpty()) {
      return parts;
    }
    List<Part> marked = new ArrayList<>(parts);
    marked.add(mark.get());
    return marked;
  }
}

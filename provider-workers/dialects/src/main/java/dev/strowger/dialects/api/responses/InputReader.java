package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.api.CallArguments;
import dev.strowger.dialects.api.Leftovers;
import dev.strowger.dialects.api.responses.ContentReader.Speaker;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code instructions} and {@code input}. What the model gave as items in a row (thoughts,
 * messages, calls) is one message of its own.
 */
final class InputReader {
  private final Problems problems;
  private final Leftovers leftovers;
  private final ContentReader contents;
  private final List<Message> messages = new ArrayList<>();
  private final List<Part> said = new ArrayList<>();

  InputReader(Problems problems, Leftovers leftovers) {
    this.problems = problems;
    this.leftovers = leftovers;
    this.contents = new ContentReader(problems);
  }

  List<Message> read(JsonNode instructions, JsonNode input) {
    if (!Problems.absent(instructions)) {
      messages.add(
          new Message.Instructions(
              contents.read(instructions, Speaker.INSTRUCTIONS, "instructions")));
    }
    if (input.isTextual()) {
      messages.add(new Message.User(List.of(new Part.Text(input.textValue()))));
    } else if (!input.isArray() || input.isEmpty()) {
      problems.add("input", "expected a text or a list with at least one item");
    }
    for (int i = 0; input.isArray() && i < input.size(); i++) {
      item(input.get(i), "input[" + i + "]");
    }
    endOfTurn();
    return List.copyOf(messages);
  }

  private void item(JsonNode item, String path) {
    switch (item.path("type").asText("message")) {
      case "message" -> message(item, path);
      case "reasoning" -> thought(item, path).ifPresent(said::add);
      case "function_call" -> said.add(call(item, path));
      case "function_call_output" -> {
        endOfTurn();
        messages.add(
            new Message.ToolResult(
                problems.text(item, "call_id", path),
                contents.read(item.path("output"), Speaker.USER, path + ".output"),
                false));
      }
      case "item_reference" ->
          problems.add(path, "send the item itself, or previous_response_id instead of it");
      default ->
          problems.add(
              path + ".type", "expected message, reasoning, function_call or function_call_output");
    }
  }

  private void message(JsonNode item, String path) {
    JsonNode content = item.path("content");
    String contentPath = path + ".content";
    String role = item.path("role").asText();
    if (role.equals("assistant")) {
      if (item.hasNonNull("phase")) {
        leftovers.hint(path + ".phase");
      }
      said.addAll(contents.read(content, Speaker.ASSISTANT, contentPath));
      return;
    }
    endOfTurn();
    switch (role) {
      case "system", "developer" ->
          messages.add(
              new Message.Instructions(contents.read(content, Speaker.INSTRUCTIONS, contentPath)));
      case "user" ->
          messages.add(new Message.User(contents.read(content, Speaker.USER, contentPath)));
      default -> problems.add(path + ".role", "expected system, developer, user or assistant");
    }
  }

  private Part.Call call(JsonNode item, String path) {
    return new Part.Call(
        problems.text(item, "call_id", path),
        problems.text(item, "name", path),
        CallArguments.read(item.path("arguments"), path + ".arguments", problems),
        item.path("extra_content").path("google").path("thought_signature").asText(""));
  }

  private Optional<Part> thought(JsonNode item, String path) {
    String content = texts(item.path("content"));
    String text = content.isEmpty() ? texts(item.path("summary")) : content;
    String encrypted = item.path("encrypted_content").asText("");
    Optional<Part> proven = EncryptedContent.thought(text, encrypted);
    if (proven.isPresent()) {
      return proven;
    }
    if (item.hasNonNull("encrypted_content")) {
      // Thoughts that another provider has locked: the model goes on without them.
      leftovers.hint(path + ".encrypted_content");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(new Part.Thought(text, ""));
  }

  private static String texts(JsonNode parts) {
    List<String> texts = new ArrayList<>();
    parts.forEach(part -> texts.add(part.path("text").asText("")));
    return String.join("\n\n", texts);
  }

  /** What was said by the model since the last message of another is a message. */
  private void endOfTurn() {
    if (!said.isEmpty()) {
      messages.add(new Message.Assistant(said));
      said.clear();
    }
  }
}

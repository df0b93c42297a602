package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code content}: a text, or a list of blocks. */
final class BlocksReader {
  private final Fields fields;
  private final DocumentReader documents;

  BlocksReader(Fields fields) {
    this.fields = fields;
    this.documents = new DocumentReader(fields, this);
  }

  /** What a user, a tool or a document says: texts, images, documents and cache marks. */
  List<Part> user(JsonNode content, String path) {
    List<Part> parts = new ArrayList<>();
    if (content.isTextual()) {
      parts.add(new Part.Text(content.textValue()));
    } else if (!content.isArray()) {
      fields.wrong(path, "expected a text or a list of blocks");
    }
    for (int i = 0; content.isArray() && i < content.size(); i++) {
      user(content.path(i), path + "." + i, parts);
    }
    return parts;
  }

  void user(JsonNode block, String path, List<Part> parts) {
    switch (block.path("type").asText()) {
      case "text" -> text(block, path, parts);
      case "image" -> image(block, path, parts);
      case "document" -> documents.document(block, path, parts);
      case "search_result" -> documents.searchResult(block, path, parts);
      case "" -> fields.wrong(path + ".type", "expected a block's type, e.g. text");
      // What Anthropic's own servers and betas know.
      default -> fields.foreign(path);
    }
    fields.cacheMark(block, path).ifPresent(parts::add);
  }

  /** What a model said before. */
  List<Part> assistant(JsonNode content, String path) {
    List<Part> parts = new ArrayList<>();
    if (content.isTextual()) {
      parts.add(new Part.Text(content.textValue()));
    } else if (!content.isArray()) {
      fields.wrong(path, "expected a text or a list of blocks");
    }
    for (int i = 0; content.isArray() && i < content.size(); i++) {
      JsonNode block = content.path(i);
      assistant(block, path + "." + i, parts);
      fields.cacheMark(block, path + "." + i).ifPresent(parts::add);
    }
    return parts;
  }

  private void assistant(JsonNode block, String path, List<Part> parts) {
    switch (block.path("type").asText()) {
      case "text" -> text(block, path, parts);
      case "thinking" ->
          parts.add(
              new Part.Thought(
                  fields.textOrNone(block, "thinking", path),
                  fields.textOrNone(block, "signature", path)));
      case "redacted_thinking" ->
          parts.add(new Part.RedactedThought(fields.text(block, "data", path)));
      case "tool_use" -> {
        CallId id = CallId.read(fields.text(block, "id", path));
        parts.add(
            new Part.Call(
                id.id(),
                fields.text(block, "name", path),
                fields.object(block, "input", path),
                id.signature()));
      }
      case "tool_result" -> fields.wrong(path, "tool results stand in a user's message");
      case "" -> fields.wrong(path + ".type", "expected a block's type, e.g. text");
      // What Anthropic's own servers did, e.g. server_tool_use.
      default -> fields.foreign(path);
    }
  }

  private void text(JsonNode block, String path, List<Part> parts) {
    if (!block.path("text").isTextual()) {
      fields.wrong(path + ".text", "expected a text");
    }
    fields.onlyKnows(Set.of("type", "text", "cache_control"), block, path);
    parts.add(new Part.Text(block.path("text").asText("")));
  }

  private void image(JsonNode block, String path, List<Part> parts) {
    JsonNode source = block.path("source");
    String at = path + ".source";
    switch (source.path("type").asText()) {
      case "base64" ->
          parts.add(
              new Part.Image(
                  fields.text(source, "media_type", at), fields.text(source, "data", at), ""));
      case "url" -> parts.add(new Part.ImageUrl(fields.url(source, at), ""));
      case "file" -> documents.uploaded(at);
      default -> fields.wrong(at + ".type", "expected base64, url or file");
    }
  }
}

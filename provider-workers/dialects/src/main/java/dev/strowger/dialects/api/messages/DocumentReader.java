package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Reads documents and search results; what a target has no field for is said in words. */
final class DocumentReader {
  private final Fields fields;
  private final BlocksReader blocks;

  DocumentReader(Fields fields, BlocksReader blocks) {
    this.fields = fields;
    this.blocks = blocks;
  }

  void document(JsonNode block, String path, List<Part> parts) {
    JsonNode source = block.path("source");
    String at = path + ".source";
    String title = fields.textOrNone(block, "title", path);
    citations(block, path);
    text(fields.textOrNone(block, "context", path), parts);
    switch (source.path("type").asText()) {
      case "base64" ->
          parts.add(
              new Part.Document(
                  fields.text(source, "media_type", at), fields.text(source, "data", at), title));
      case "text" -> {
        byte[] data = fields.text(source, "data", at).getBytes(StandardCharsets.UTF_8);
        parts.add(new Part.Document("text/plain", Base64.getEncoder().encodeToString(data), title));
      }
      case "url" -> parts.add(new Part.DocumentUrl(fields.url(source, at), title));
      case "content" -> {
        text(title, parts);
        parts.addAll(blocks.user(source.path("content"), at + ".content"));
      }
      case "file" -> uploaded(at);
      default -> fields.wrong(at + ".type", "expected base64, text, url, content or file");
    }
  }

  void searchResult(JsonNode block, String path, List<Part> parts) {
    citations(block, path);
    text(fields.text(block, "title", path), parts);
    text(fields.text(block, "source", path), parts);
    parts.addAll(blocks.user(block.path("content"), path + ".content"));
  }

  void uploaded(String path) {
    fields.onlyAnthropic(path + ".type", "uploaded files are not shared between providers");
  }

  private void citations(JsonNode block, String path) {
    if (block.path("citations").path("enabled").asBoolean()) {
      fields.foreign(path + ".citations");
    }
  }

  private static void text(String text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
  }
}

package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Part;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Files as document blocks: PDF in base64, everything that is text as text. */
final class AnthropicDocuments {
  private static final String PDF = "application/pdf";
  private static final String JSON = "application/json";

  private AnthropicDocuments() {}

  static void add(Part.Document document, ArrayNode blocks, String path, Losses losses) {
    String type = document.mediaType();
    if (type.equals(PDF)) {
      titled(document.name(), blocks)
          .put("type", "base64")
          .put("media_type", PDF)
          .put("data", document.base64());
      return;
    }
    if (!type.startsWith("text/") && !type.equals(JSON)) {
      losses.refuse(path, "Anthropic takes files as " + PDF + " or text only");
      return;
    }
    Optional<String> text = text(document.base64());
    if (text.isEmpty()) {
      losses.refuse(path, "expected the file's text as UTF-8 in base64");
      return;
    }
    titled(document.name(), blocks)
        .put("type", "text")
        .put("media_type", "text/plain")
        .put("data", text.get());
  }

  /** A new document block with its title. Returns its source. */
  static ObjectNode titled(String name, ArrayNode blocks) {
    ObjectNode block = blocks.addObject().put("type", "document");
    ObjectNode source = block.putObject("source");
    if (!name.isEmpty()) {
      block.put("title", name);
    }
    return source;
  }

  private static Optional<String> text(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}

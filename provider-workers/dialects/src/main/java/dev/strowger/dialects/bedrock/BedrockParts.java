package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.wire.ClaudeThoughts;
import dev.strowger.dialects.wire.StableId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Pieces of content as Converse's blocks; remembers the names of documents. */
final class BedrockParts {
  private static final int MAX_NAME_CHARS = 180;

  private static final Map<String, String> IMAGES =
      Map.of(
          "image/png", "png",
          "image/jpeg", "jpeg",
          "image/jpg", "jpeg",
          "image/gif", "gif",
          "image/webp", "webp");

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "application/pdf",
          "pdf",
          "text/csv",
          "csv",
          "application/msword",
          "doc",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "docx",
          "application/vnd.ms-excel",
          "xls",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "xlsx",
          "text/html",
          "html",
          "text/plain",
          "txt",
          "text/markdown",
          "md");

  /** Bedrock refuses longer ones. */
  private static final int MAX_ID_CHARS = 64;

  private final Maker maker;
  private final Losses losses;
  private final Set<String> names = new HashSet<>();

  BedrockParts(Maker maker, Losses losses) {
    this.maker = maker;
    this.losses = losses;
  }

  /**
   * @param path of the content in the request, for refusals
   */
  void block(Part part, String path, ArrayNode blocks) {
    switch (part) {
      case Part.Text(var text) -> text(text, blocks);
      case Part.Refusal(var text) -> text(text, blocks);
      case Part.Image(var mediaType, var base64, var detail) -> {
        String format = IMAGES.getOrDefault(mediaType.toLowerCase(Locale.ROOT), "");
        if (format.isEmpty()) {
          losses.refuse(path, "Bedrock takes images as PNG, JPEG, GIF or WebP");
        }
        if (!detail.isEmpty() && !detail.equals("auto")) {
          losses.hint("image_url.detail");
        }
        bytes(blocks.addObject().putObject("image").put("format", format), base64);
      }
      case Part.ImageUrl _ -> losses.refuse(path, "Bedrock fetches no images: send the bytes");
      case Part.Document(var mediaType, var base64, var name) ->
          document(mediaType.toLowerCase(Locale.ROOT), base64, name, path, blocks);
      case Part.DocumentUrl _ -> losses.refuse(path, "Bedrock fetches no files: send the bytes");
      case Part.Audio(var format, var base64) ->
          bytes(blocks.addObject().putObject("audio").put("format", format), base64);
      case Part.Thought(var text, var signature) -> {
        if (!maker.anthropic() || !ClaudeThoughts.isOwn(part)) {
          // Claude takes only thoughts it can prove to be its own; other models take none.
          losses.hint("reasoning_content");
        } else {
          reasoning(blocks)
              .putObject("reasoningText")
              .put("text", text)
              .put("signature", signature);
        }
      }
      case Part.RedactedThought(var data) -> {
        if (maker.anthropic() && ClaudeThoughts.isOwn(part)) {
          reasoning(blocks).put("redactedContent", data);
        } else {
          losses.hint("reasoning_details");
        }
      }
      case Part.Call(var id, var name, var arguments, var signature) ->
          blocks
              .addObject()
              .putObject("toolUse")
              .put("toolUseId", toolId(id))
              .put("name", name)
              .set("input", arguments);
      case Part.CacheMark mark -> cachePoint(mark, maker, blocks, losses);
    }
  }

  /** A mark behind nothing marks nothing. */
  static void cachePoint(Part.CacheMark mark, Maker maker, ArrayNode blocks, Losses losses) {
    if (!maker.cachesPrompts() || blocks.isEmpty()) {
      losses.hint("cache_control");
      return;
    }
    ObjectNode point = blocks.addObject().putObject("cachePoint").put("type", "default");
    if (!mark.ttl().isEmpty()) {
      point.put("ttl", mark.ttl());
    }
  }

  /** Bedrock takes letters, digits, dashes and underscores; other providers issue more. */
  static String toolId(String id) {
    return id.length() > MAX_ID_CHARS
        ? "tooluse_" + StableId.of(id, 24)
        : id.replaceAll("[^a-zA-Z0-9_-]", "_");
  }

  private static void text(String text, ArrayNode blocks) {
    if (!text.isBlank()) {
      blocks.addObject().put("text", text);
    }
  }

  private static ObjectNode reasoning(ArrayNode blocks) {
    return blocks.addObject().putObject("reasoningContent");
  }

  private static void bytes(ObjectNode block, String base64) {
    block.putObject("source").put("bytes", base64);
  }

  private void document(
      String mediaType, String base64, String name, String path, ArrayNode blocks) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String format =
        DOCUMENTS.getOrDefault(mediaType, DOCUMENTS.containsValue(extension) ? extension : "");
    if (format.isEmpty()) {
      losses.refuse(path, "Bedrock takes files as PDF, CSV, Word, Excel, HTML, text or Markdown");
    }
    bytes(
        blocks.addObject().putObject("document").put("format", format).put("name", unique(name)),
        base64);
  }

  /**
   * A name Bedrock takes: letters, digits, single spaces, dashes, parentheses and square brackets,
   * each name once.
   */
  private String unique(String name) {
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    String plain = stem.replaceAll("[^A-Za-z0-9\\s()\\[\\]-]", "-").replaceAll("\\s+", " ").strip();
    String base = plain.isEmpty() ? "document" : plain;
    base = base.length() > MAX_NAME_CHARS ? base.substring(0, MAX_NAME_CHARS).strip() : base;
    String unique = base;
    for (int i = 2; !names.add(unique); i++) {
      unique = base + " (" + i + ")";
    }
    return unique;
  }
}

package dev.strowger.dialects.api;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Counts the tokens of a conversation as OpenAI's encoding {@code o200k_base} cuts them. */
final class TokenEstimate {
  /** Role and borders of a message. */
  static final long MESSAGE = 4;

  /** What frames the definition of a tool. */
  static final long TOOL = 8;

  /** An image of a megapixel and more, which is the most Anthropic counts for one. */
  static final long IMAGE = 1_600;

  /** A document of one page; how many pages there are is not known without reading it. */
  static final long DOCUMENT = 3_000;

  /** Half a minute of speech. */
  static final long AUDIO = 1_000;

  private TokenEstimate() {}

  /** Built when the first count is asked for: it takes some 300 ms and 28 MB. */
  private static final class O200k {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  static long of(Conversation conversation) {
    long tokens = 0;
    for (Message message : conversation.messages()) {
      tokens += MESSAGE;
      for (Part part : message.parts()) {
        tokens += of(part);
      }
    }
    for (Tool tool : conversation.tools().tools()) {
      tokens += TOOL + text(tool.name()) + text(tool.description()) + json(tool);
    }
    if (conversation.output() instanceof OutputFormat.JsonSchema schema) {
      tokens += text(new String(Json.bytes(schema.schema()), StandardCharsets.UTF_8));
    }
    return tokens;
  }

  private static long of(Part part) {
    return switch (part) {
      case Part.Text(var text) -> text(text);
      case Part.Refusal(var text) -> text(text);
      case Part.Thought(var text, var signature) -> text(text);
      case Part.Image _, Part.ImageUrl _ -> IMAGE;
      case Part.Document document -> document(document);
      case Part.DocumentUrl _ -> DOCUMENT;
      case Part.Audio _ -> AUDIO;
      case Part.Call(var id, var name, var arguments, var signature) ->
          text(name) + text(new String(Json.bytes(arguments), StandardCharsets.UTF_8));
      case Part.RedactedThought _, Part.CacheMark _ -> 0;
    };
  }

  private static long document(Part.Document document) {
    if (!document.mediaType().startsWith("text/")) {
      return DOCUMENT;
    }
    try {
      byte[] text = Base64.getMimeDecoder().decode(document.base64());
      return text(new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return DOCUMENT;
    }
  }

  private static long json(Tool tool) {
    return text(new String(Json.bytes(tool.parameters()), StandardCharsets.UTF_8));
  }

  static long text(String text) {
    return O200k.ENCODING.countTokensOrdinary(text);
  }
}

package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.util.Optional;

/**
 * What one event of a stream says, and its bytes as the client shall see them.
 *
 * @param usage the object of this name, wherever it stood; null node if there was none
 * @param stopReason empty if there was none
 * @param visible whether a user would see it: text, thoughts, a call
 * @param characters of text, thoughts or arguments
 */
record PassingEvent(
    String type,
    JsonNode usage,
    String stopReason,
    boolean visible,
    long characters,
    JsonSplice json) {

  /** Empty if the bytes are not a JSON object. */
  static Optional<PassingEvent> read(Call call, byte[] bytes, int offset, int length) {
    return new Reader(call).read(bytes, offset, length);
  }

  /** Collects the fields of one event. */
  private static final class Reader {
    private final Call call;
    private String type = "";
    private JsonNode usage = NullNode.getInstance();
    private String stopReason = "";
    private boolean visible;
    private long characters;

    Reader(Call call) {
      this.call = call;
    }

    Optional<PassingEvent> read(byte[] bytes, int offset, int length) {
      return JsonSplice.scan(bytes, offset, length, this::field)
          .map(splice -> new PassingEvent(type, usage, stopReason, visible, characters, splice));
    }

    private Edit field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "type" -> type = text(parser);
        case "usage" -> usage = Json.subtree(parser);
        case "delta" -> delta(parser);
        case "content_block" -> visible = isCall(Json.subtree(parser));
        case "message" -> {
          // Once in a stream: a tree will do.
          if (Json.subtree(parser) instanceof ObjectNode message) {
            usage = message.path("usage");
            return new Edit.Replace(Json.bytes(message.put("model", call.model())));
          }
        }
        default -> {}
      }
      return Edit.KEEP;
    }

    private void delta(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "stop_reason" -> stopReason = text(parser);
          case "text", "thinking", "partial_json" -> {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
              characters += parser.getTextLength();
              visible |= parser.getTextLength() > 0;
            }
          }
          default -> {}
        }
        parser.skipChildren();
      }
    }

    /** Text and thoughts come with deltas; other blocks show by themselves. */
    private static boolean isCall(JsonNode block) {
      return switch (block.path("type").asText("")) {
        case "", "text", "thinking", "redacted_thinking" -> false;
        default -> true;
      };
    }

    private static String text(JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    }
  }
}

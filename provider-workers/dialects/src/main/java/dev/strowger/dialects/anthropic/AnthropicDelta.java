package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.dialects.json.JsonSplice;
import java.io.IOException;
import java.util.Optional;

/**
 * The event of which there are many, {@code content_block_delta}, read without a tree.
 *
 * @param type e.g. {@code text_delta}
 * @param value what the type carries: text, thinking, partial JSON or a signature
 */
record AnthropicDelta(String type, String value) {
  static final String EVENT = "content_block_delta";

  /** Empty if it is another event. */
  static Optional<AnthropicDelta> read(byte[] bytes, int offset, int length) {
    Reader reader = new Reader();
    return JsonSplice.scan(bytes, offset, length, reader::field)
        .filter(whole -> reader.event.equals(EVENT))
        .map(whole -> new AnthropicDelta(reader.type, reader.value));
  }

  /** Collects the fields of one event. */
  private static final class Reader {
    private String event = "";
    private String type = "";
    private String value = "";

    JsonSplice.Edit field(String name, JsonParser parser) throws IOException {
      if (name.equals("type")) {
        event = text(parser);
      } else if (name.equals("delta") && parser.currentToken() == JsonToken.START_OBJECT) {
        delta(parser);
      }
      return JsonSplice.Edit.KEEP;
    }

    private void delta(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "type" -> type = text(parser);
          case "text", "thinking", "partial_json", "signature" -> value = text(parser);
          default -> {}
        }
        parser.skipChildren();
      }
    }

    private static String text(JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    }
  }
}

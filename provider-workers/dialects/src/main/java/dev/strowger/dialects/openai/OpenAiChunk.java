package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one event of a stream says, and its bytes as the client shall see them. */
record OpenAiChunk(
    Choices choices,
    String id,
    boolean usageOnly,
    boolean error,
    @Nullable TokenUsage usage,
    JsonSplice json) {

  /** Empty if the bytes are not a JSON object. */
  static Optional<OpenAiChunk> read(Call call, byte[] bytes, int offset, int length) {
    return new Reader(call).read(bytes, offset, length);
  }

  /** Collects the fields of one chunk. */
  private static final class Reader {
    private final Call call;
    private final Choices choices = new Choices();
    private int choiceCount = -1;
    private String id = "";
    private boolean modelNamed;
    private boolean error;
    private @Nullable TokenUsage usage;

    Reader(Call call) {
      this.call = call;
    }

    Optional<OpenAiChunk> read(byte[] bytes, int offset, int length) {
      return JsonSplice.scan(bytes, offset, length, this::field).map(this::chunk);
    }

    private OpenAiChunk chunk(JsonSplice splice) {
      if (!modelNamed) {
        splice.append("model", Json.quoted(call.model()));
      }
      boolean usageOnly = choiceCount == 0 && usage != null;
      return new OpenAiChunk(choices, id, usageOnly, error, usage, splice);
    }

    private Edit field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "id" -> id = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        case "choices" -> choiceCount = choices.read(parser);
        case "error" -> error = parser.currentToken() != JsonToken.VALUE_NULL;
        case "model" -> {
          modelNamed = true;
          return call.model().equals(parser.getText())
              ? Edit.KEEP
              : new Edit.Replace(Json.quoted(call.model()));
        }
        case "usage" -> {
          JsonNode node = Json.subtree(parser);
          if (node.isObject()) {
            usage = OpenAiUsage.read(node);
          }
          return call.includeUsage() ? Edit.KEEP : Edit.REMOVE;
        }
        default -> {}
      }
      return Edit.KEEP;
    }
  }
}

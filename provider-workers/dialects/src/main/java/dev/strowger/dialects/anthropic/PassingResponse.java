package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.util.Optional;

/** A whole message for a client of Anthropic's own API: unchanged but for the model's name. */
final class PassingResponse {
  private final Call call;
  private AnthropicUsage usage = AnthropicUsage.NONE;
  private String type = "";
  private String stopReason = "";
  private boolean content;
  private boolean modelNamed;

  private PassingResponse(Call call) {
    this.call = call;
  }

  static Decoding decode(Response response, Call call) {
    if (response.status() < 200 || response.status() >= 300) {
      return failed(response);
    }
    return new PassingResponse(call).read(response);
  }

  private static Decoding failed(Response response) {
    return new Decoding.Failed(
        AnthropicErrors.fault(
            ErrorBody.read(response.body()), response.status(), response.headers()));
  }

  private Decoding read(Response response) {
    byte[] body = response.body();
    Optional<JsonSplice> splice = JsonSplice.scan(body, 0, body.length, this::field);
    if (splice.isPresent() && type.equals("error")) {
      return failed(response);
    }
    if (splice.isEmpty() || !content) {
      return new Decoding.Failed(ErrorBody.unreadable(response.status(), response.headers(), body));
    }
    if (stopReason.isEmpty()) {
      return new Decoding.Failed(StopReason.unknown(stopReason));
    }
    if (!modelNamed) {
      splice.get().append("model", Json.quoted(call.model()));
    }
    return new Decoding.Answered(
        splice.get().toBytes(), StopReason.label(stopReason), usage.tokens());
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "type" -> type = text(parser);
      case "stop_reason" -> stopReason = text(parser);
      case "content" -> content = parser.currentToken() == JsonToken.START_ARRAY;
      case "usage" -> usage = usage.with(Json.subtree(parser));
      case "model" -> {
        modelNamed = true;
        return new Edit.Replace(Json.quoted(call.model()));
      }
      default -> {}
    }
    return Edit.KEEP;
  }

  private static String text(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
  }
}

package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole completion: passed through with the target's model name in it. */
final class OpenAiResponse {
  private final Call call;
  private final Choices choices = new Choices();
  private TokenUsage usage = TokenUsage.NONE;
  private boolean modelNamed;
  private @Nullable JsonNode error;

  private OpenAiResponse(Call call) {
    this.call = call;
  }

  static Decoding decode(Response response, Call call) {
    if (response.status() < 200 || response.status() >= 300) {
      return new Decoding.Failed(OpenAiErrors.fault(response));
    }
    return new OpenAiResponse(call).read(response);
  }

  private Decoding read(Response response) {
    byte[] body = response.body();
    Optional<JsonSplice> splice = JsonSplice.scan(body, 0, body.length, this::field);
    if (splice.isPresent() && error != null) {
      return new Decoding.Failed(
          OpenAiErrors.fault(ErrorBody.of(error), response.status(), response.headers()));
    }
    if (splice.isEmpty() || !choices.any()) {
      return new Decoding.Failed(ErrorBody.unreadable(response.status(), response.headers(), body));
    }
    if (!modelNamed) {
      splice.get().append("model", Json.quoted(call.model()));
    }
    return new Decoding.Answered(splice.get().toBytes(), choices.finishReason(), usage);
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "model" -> {
        modelNamed = true;
        return new Edit.Replace(Json.quoted(call.model()));
      }
      case "choices" -> choices.read(parser);
      case "usage" -> usage = OpenAiUsage.read(Json.subtree(parser));
      case "error" -> {
        JsonNode node = Json.subtree(parser);
        error = node.isNull() ? null : node;
      }
      default -> {}
    }
    return Edit.KEEP;
  }
}

package dev.strowger.simulator.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** Anthropic's count of a message's tokens ({@code POST /v1/messages/count_tokens}). */
public record AnthropicTokenCount() implements DirectFormat {
  @Override
  public Written answer(JsonNode body) {
    Json.model(body, "model: Field required");
    return Written.body(
        "{\"input_tokens\":" + tokens(body, Json.messages(body, "messages: Field required")) + "}");
  }

  /** As a call of the model counts them, too. */
  static int tokens(JsonNode body, JsonNode messages) {
    JsonNode tools = body.path("tools");
    return Json.tokens(messages)
        + Json.tokensOf(Json.text(body.path("system")))
        + (tools.isEmpty() ? 0 : Json.tokensOf(tools.toString()));
  }

  @Override
  public ErrorShape errors() {
    return new AnthropicErrors();
  }
}

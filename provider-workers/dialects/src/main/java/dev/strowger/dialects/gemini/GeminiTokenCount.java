package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.TokenCountWire;

/** {@code :countTokens} of instructions, contents and tools. */
final class GeminiTokenCount implements TokenCountWire {
  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    ObjectNode prompt = new GeminiRequest(call, provider, losses).prompt(conversation);
    return GeminiPaths.post(
        provider,
        call,
        "countTokens",
        losses.fault().isPresent() ? new byte[0] : Json.bytes(body(prompt, call, provider)));
  }

  private static ObjectNode body(ObjectNode prompt, Call call, Provider provider) {
    if (provider.dialect() == Family.VERTEX) {
      // It knows tools, but not what must be called.
      prompt.remove("toolConfig");
      return prompt;
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("generateContentRequest")
        .put("model", GeminiPaths.resource(call.model()))
        .setAll(prompt);
    return body;
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    JsonNode total =
        GeminiResponse.good(response)
            .map(json -> json.path("totalTokens"))
            .orElse(JsonNodeFactory.instance.missingNode());
    return total.isIntegralNumber() && total.canConvertToLong() && total.longValue() >= 0
        ? new Reading.Counted(total.longValue())
        : new Reading.Failed(GeminiErrors.fault(response));
  }
}

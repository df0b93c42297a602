package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.TokenCountWire;
import java.util.Optional;

/**
 * {@code POST <base>/v1/messages/count_tokens}. Source: Anthropic's API reference, "Count tokens in
 * a Message".
 */
final class AnthropicTokenCount implements TokenCountWire {
  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    AnthropicEndpoint endpoint = AnthropicEndpoint.of(provider);
    ClaudeModel model = ClaudeModel.of(call.model(), provider);
    ObjectNode json = AnthropicRequest.prompt(conversation, call, model, losses);
    if (endpoint == AnthropicEndpoint.VERTEX) {
      json.put("anthropic_version", AnthropicEndpoint.VERTEX_VERSION);
    }
    return endpoint.tokenCount(provider, call, Json.bytes(json));
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    int status = response.status();
    Optional<JsonNode> json = Json.read(response.body());
    boolean error = json.filter(j -> j.path("type").asText().equals("error")).isPresent();
    if (error || status < 200 || status >= 300) {
      return new Reading.Failed(
          AnthropicErrors.fault(ErrorBody.read(response.body()), status, response.headers()));
    }
    return json.map(j -> j.path("input_tokens"))
        .filter(tokens -> tokens.isIntegralNumber() && tokens.canConvertToLong())
        .<Reading>map(tokens -> new Reading.Counted(tokens.longValue()))
        .orElseGet(
            () ->
                new Reading.Failed(
                    ErrorBody.unreadable(status, response.headers(), response.body())));
  }
}

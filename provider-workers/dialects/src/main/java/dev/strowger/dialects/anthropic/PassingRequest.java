package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.util.Optional;

/**
 * The body of a client of Anthropic's own API, unchanged but for the model, and for the version
 * that Vertex AI wants in it.
 */
final class PassingRequest {
  private static final byte[] VERTEX_VERSION = Json.quoted(AnthropicEndpoint.VERTEX_VERSION);

  private final Call call;
  private final AnthropicEndpoint endpoint;
  private final boolean count;
  private boolean modelNamed;

  private PassingRequest(Call call, AnthropicEndpoint endpoint) {
    this.call = call;
    this.endpoint = endpoint;
    this.count = call.api() == Api.COUNT_TOKENS;
  }

  /** Empty if the client's body is not a JSON object. */
  static Optional<ProviderRequest> patch(Call call, Provider provider) {
    AnthropicEndpoint endpoint = AnthropicEndpoint.of(provider);
    PassingRequest request = new PassingRequest(call, endpoint);
    return JsonSplice.scan(
            call.body(), 0, call.body().length, (name, parser) -> request.field(name))
        .map(request::body)
        .map(
            body ->
                request.count
                    ? endpoint.tokenCount(provider, call, body)
                    : endpoint.messages(provider, call, body));
  }

  private Edit field(String name) {
    return switch (name) {
      case "model" -> {
        modelNamed = true;
        yield modelInBody() ? new Edit.Replace(Json.quoted(call.model())) : Edit.REMOVE;
      }
      case "anthropic_version" -> endpoint == AnthropicEndpoint.VERTEX ? Edit.REMOVE : Edit.KEEP;
      default -> Edit.KEEP;
    };
  }

  private boolean modelInBody() {
    return count || !endpoint.modelInPath();
  }

  private byte[] body(JsonSplice splice) {
    if (!modelNamed && modelInBody()) {
      splice.append("model", Json.quoted(call.model()));
    }
    if (endpoint == AnthropicEndpoint.VERTEX) {
      splice.append("anthropic_version", VERTEX_VERSION);
    }
    return splice.toBytes();
  }
}

package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the calls go: Anthropic's own API, or Vertex AI ({@code platform: vertex}), whose base URL
 * ends in {@code /projects/<project>/locations/<location>}. Source: Anthropic's pages "Messages"
 * and "Claude on Vertex AI", Google's "Request predictions with Claude models" and "Count tokens".
 */
enum AnthropicEndpoint {
  ANTHROPIC,
  VERTEX;

  /** Vertex wants the API's version in the body. */
  static final String VERTEX_VERSION = "vertex-2023-10-16";

  private static final String VERSION = "2023-06-01";
  private static final String MODELS = "/publishers/anthropic/models/";

  static AnthropicEndpoint of(Provider provider) {
    return provider.option("platform").filter("vertex"::equals).isPresent() ? VERTEX : ANTHROPIC;
  }

  /** Whether an answer's model stands in the path, and not in the body. */
  boolean modelInPath() {
    return this == VERTEX;
  }

  ProviderRequest messages(Provider provider, Call call, byte[] body) {
    String path =
        switch (this) {
          case ANTHROPIC -> "/v1/messages";
          case VERTEX ->
              MODELS
                  + segment(call.model())
                  + (call.stream() ? ":streamRawPredict" : ":rawPredict");
        };
    return request(provider, path, call, body);
  }

  ProviderRequest tokenCount(Provider provider, Call call, byte[] body) {
    String path =
        switch (this) {
          case ANTHROPIC -> "/v1/messages/count_tokens";
          case VERTEX -> MODELS + "count-tokens:rawPredict";
        };
    return request(provider, path, call, body);
  }

  private ProviderRequest request(Provider provider, String path, Call call, byte[] body) {
    ProviderRequest request = ProviderRequest.json(provider, path, call, body);
    return this == ANTHROPIC ? request.withDefault("anthropic-version", VERSION) : request;
  }

  private static String segment(String model) {
    return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
  }
}

package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a client of Anthropic's own API, unchanged but for the model, for the version that
 * Vertex AI wants in it, and for what other families have left in the conversation.
 */
final class PassingRequest {
  /** More names than this are not told. */
  private static final int MAX_NAMED = 64;

  private static final byte[] VERTEX_VERSION = Json.quoted(AnthropicEndpoint.VERTEX_VERSION);

  private final Call call;
  private final AnthropicEndpoint endpoint;
  private final boolean count;
  private final boolean clean;
  private final List<String> dropped = new ArrayList<>();
  private boolean traces;
  private boolean modelNamed;

  private PassingRequest(Call call, AnthropicEndpoint endpoint, boolean clean) {
    this.call = call;
    this.endpoint = endpoint;
    this.count = call.api() == Api.COUNT_TOKENS;
    this.clean = clean;
  }

  static Encoding encode(Call call, Provider provider) {
    AnthropicEndpoint endpoint = AnthropicEndpoint.of(provider);
    PassingRequest request = new PassingRequest(call, endpoint, false);
    Optional<JsonSplice> splice = request.scan();
    if (request.traces) {
      request = new PassingRequest(call, endpoint, true);
      splice = request.scan();
    }
    if (splice.isEmpty()) {
      return new Encoding.Unsendable(
          Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object"));
    }
    byte[] body = request.body(splice.get());
    return new Encoding.Sendable(
        request.count
            ? endpoint.tokenCount(provider, call, body)
            : endpoint.messages(provider, call, body),
        request.dropped.stream().limit(MAX_NAMED).toList());
  }

  private Optional<JsonSplice> scan() {
    return JsonSplice.scan(call.body(), 0, call.body().length, this::field);
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    return switch (name) {
      case "model" -> {
        modelNamed = true;
        yield modelInBody() ? new Edit.Replace(Json.quoted(call.model())) : Edit.REMOVE;
      }
      case "anthropic_version" -> endpoint == AnthropicEndpoint.VERTEX ? Edit.REMOVE : Edit.KEEP;
      case "messages" -> messages(parser);
      default -> Edit.KEEP;
    };
  }

  private Edit messages(JsonParser parser) throws IOException {
    if (clean) {
      return new Edit.Replace(Json.bytes(ForeignTraces.removed(Json.subtree(parser), dropped)));
    }
    traces |= ForeignTraces.maybeIn(parser);
    return Edit.KEEP;
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

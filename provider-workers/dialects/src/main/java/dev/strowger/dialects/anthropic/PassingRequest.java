package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
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
  private final boolean think;
  private final List<String> dropped = new ArrayList<>();
  private boolean traces;

  /** Whether to think within a budget is asked for, in a turn that began without thoughts. */
  private boolean budget;

  private boolean thoughtless;
  private boolean modelNamed;

  private PassingRequest(Call call, AnthropicEndpoint endpoint, boolean clean, boolean think) {
    this.call = call;
    this.think = think;
    this.endpoint = endpoint;
    this.count = call.api() == Api.COUNT_TOKENS;
    this.clean = clean;
  }

  static Encoding encode(Call call, Provider provider) {
    Optional<Fault> url = SourceUrls.refused(call.body());
    if (url.isPresent()) {
      return new Encoding.Unsendable(url.get());
    }
    AnthropicEndpoint endpoint = AnthropicEndpoint.of(provider);
    PassingRequest request = new PassingRequest(call, endpoint, false, true);
    Optional<JsonSplice> splice = request.scan();
    if (request.traces) {
      request = new PassingRequest(call, endpoint, true, true);
      splice = request.scan();
      if (request.budget && request.thoughtless) {
        request = new PassingRequest(call, endpoint, true, false);
        splice = request.scan();
      }
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
      case "thinking" -> thinking(parser);
      default -> Edit.KEEP;
    };
  }

  private Edit messages(JsonParser parser) throws IOException {
    if (clean) {
      JsonNode messages = ForeignTraces.removed(Json.subtree(parser), dropped);
      thoughtless = ForeignTraces.thoughtless(messages);
      return new Edit.Replace(Json.bytes(messages));
    }
    traces |= ForeignTraces.maybeIn(parser);
    return Edit.KEEP;
  }

  /** Anthropic does not begin to think in the midst of a turn. */
  private Edit thinking(JsonParser parser) throws IOException {
    if (!clean) {
      return Edit.KEEP;
    }
    budget = Json.subtree(parser).path("type").asText().equals("enabled");
    if (think || !budget) {
      return Edit.KEEP;
    }
    dropped.add("thinking");
    return Edit.REMOVE;
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

package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A body of OpenAI's API with what must differ changed: the model; {@code
 * stream_options.include_usage}, so that every stream can be accounted for; and what the provider's
 * entry says it does not know or names otherwise.
 *
 * <p>One pass does it for most bodies. A second one follows where the first has found something
 * that can only be changed by knowing it beforehand.
 */
final class OpenAiRequest {
  private static final byte[] INCLUDE_USAGE =
      "{\"include_usage\":true}".getBytes(StandardCharsets.UTF_8);

  private final byte[] body;
  private final Call call;
  private final Provider provider;
  private final Losses losses;
  private final Parameters parameters;

  /** What the first pass has found; empty in the first pass itself. */
  private final Set<String> known;

  private final Set<String> found = new HashSet<>();
  private final Set<String> nested = new HashSet<>();

  private OpenAiRequest(
      byte[] body, Call call, Provider provider, Losses losses, Set<String> known) {
    this.body = body;
    this.call = call;
    this.provider = provider;
    this.losses = losses;
    this.parameters = new Parameters(provider, call.api(), losses);
    this.known = known;
  }

  /**
   * @param body of the client's, or written by {@link OpenAiWire}
   * @return the provider's body; empty if the given one is not a JSON object
   */
  static Optional<byte[]> patch(byte[] body, Call call, Provider provider, Losses losses) {
    OpenAiRequest request = new OpenAiRequest(body, call, provider, losses, Set.of());
    Optional<JsonSplice> splice = request.scan();
    Set<String> again = request.again();
    if (splice.isPresent() && !again.isEmpty()) {
      request = new OpenAiRequest(body, call, provider, losses, again);
      splice = request.scan();
    }
    splice.ifPresent(request::append);
    return splice.map(JsonSplice::toBytes);
  }

  private Optional<JsonSplice> scan() {
    return JsonSplice.scan(body, 0, body.length, this::field);
  }

  private Set<String> again() {
    if (quirk(Quirk.MAX_TOKENS)
        && found.contains("max_tokens")
        && found.contains("max_completion_tokens")) {
      nested.add("max_tokens");
    }
    return nested;
  }

  private boolean quirk(Quirk quirk) {
    return provider.quirks().contains(quirk);
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    if (parameters.removed(name, parser)) {
      return Edit.REMOVE;
    }
    return switch (name) {
      case "model" -> {
        found.add(name);
        yield new Edit.Replace(Json.quoted(call.model()));
      }
      // A copy of a streamed request may be asked for a whole answer.
      case "stream" ->
          !call.stream() && parser.currentToken() == JsonToken.VALUE_TRUE ? Edit.REMOVE : Edit.KEEP;
      case "stream_options" -> {
        found.add(name);
        yield streamOptions(parser);
      }
      case "max_tokens" -> {
        found.add(name);
        yield known.contains(name) ? Edit.REMOVE : Edit.KEEP;
      }
      case "max_completion_tokens" -> {
        found.add(name);
        yield quirk(Quirk.MAX_TOKENS) ? new Edit.Rename("max_tokens") : Edit.KEEP;
      }
      case "messages", "tools" -> nested(name, parser);
      case "tool_choice" -> toolChoice(parser);
      default -> Edit.KEEP;
    };
  }

  private Edit nested(String name, JsonParser parser) throws IOException {
    if (known.contains(name)) {
      return new Edit.Replace(NestedFields.copy(name, body, parser, provider, losses));
    }
    if (NestedFields.look(name, body, parser, provider, losses)) {
      nested.add(name);
    }
    return Edit.KEEP;
  }

  private Edit toolChoice(JsonParser parser) throws IOException {
    boolean any =
        quirk(Quirk.TOOL_CHOICE_ANY)
            && parser.currentToken() == JsonToken.VALUE_STRING
            && parser.getText().equals("required");
    return any ? new Edit.Replace(Json.quoted("any")) : Edit.KEEP;
  }

  private Edit streamOptions(JsonParser parser) throws IOException {
    if (quirk(Quirk.NO_STREAM_OPTIONS) || call.api() == Api.EMBEDDINGS || !call.stream()) {
      return Edit.REMOVE;
    }
    JsonNode options = Json.subtree(parser);
    if (!(options instanceof ObjectNode object)) {
      return new Edit.Replace(INCLUDE_USAGE);
    }
    return new Edit.Replace(Json.bytes(object.put("include_usage", true)));
  }

  private void append(JsonSplice splice) {
    if (!found.contains("model")) {
      splice.append("model", Json.quoted(call.model()));
    }
    if (call.stream()
        && call.api() != Api.EMBEDDINGS
        && !found.contains("stream_options")
        && !quirk(Quirk.NO_STREAM_OPTIONS)) {
      splice.append("stream_options", INCLUDE_USAGE);
    }
  }
}

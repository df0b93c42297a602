package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
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
 * The client's body with the few fields changed that must differ: the model; {@code
 * stream_options.include_usage}, so that every stream can be accounted for; and the name of the
 * token limit, where the provider knows only the older one.
 */
final class OpenAiRequest {
  private static final byte[] INCLUDE_USAGE =
      "{\"include_usage\":true}".getBytes(StandardCharsets.UTF_8);

  private final Call call;
  private final Set<Quirk> quirks;
  private final boolean bothLimits;
  private final Set<String> seen = new HashSet<>();

  private OpenAiRequest(Call call, Provider provider, boolean bothLimits) {
    this.call = call;
    this.quirks = provider.quirks();
    this.bothLimits = bothLimits;
  }

  /** The provider's body; empty if the client's is not a JSON object. */
  static Optional<byte[]> patch(Call call, Provider provider) {
    OpenAiRequest request = new OpenAiRequest(call, provider, false);
    Optional<JsonSplice> splice = request.scan();
    if (request.quirks.contains(Quirk.MAX_TOKENS)
        && request.seen.contains("max_tokens")
        && request.seen.contains("max_completion_tokens")) {
      request = new OpenAiRequest(call, provider, true);
      splice = request.scan();
    }
    splice.ifPresent(request::append);
    return splice.map(JsonSplice::toBytes);
  }

  private Optional<JsonSplice> scan() {
    return JsonSplice.scan(call.body(), 0, call.body().length, this::field);
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    return switch (name) {
      case "model" -> {
        seen.add(name);
        yield new Edit.Replace(Json.quoted(call.model()));
      }
      case "stream_options" -> {
        seen.add(name);
        yield streamOptions(parser);
      }
      case "max_tokens" -> {
        seen.add(name);
        yield bothLimits ? Edit.REMOVE : Edit.KEEP;
      }
      case "max_completion_tokens" -> {
        seen.add(name);
        yield quirks.contains(Quirk.MAX_TOKENS) ? new Edit.Rename("max_tokens") : Edit.KEEP;
      }
      default -> Edit.KEEP;
    };
  }

  private Edit streamOptions(JsonParser parser) throws IOException {
    if (quirks.contains(Quirk.NO_STREAM_OPTIONS)) {
      return Edit.REMOVE;
    }
    if (!call.stream()) {
      return Edit.KEEP;
    }
    JsonNode options = Json.subtree(parser);
    if (!(options instanceof ObjectNode object)) {
      return new Edit.Replace(INCLUDE_USAGE);
    }
    return new Edit.Replace(Json.bytes(object.put("include_usage", true)));
  }

  private void append(JsonSplice splice) {
    if (!seen.contains("model")) {
      splice.append("model", Json.quoted(call.model()));
    }
    if (call.stream()
        && !seen.contains("stream_options")
        && !quirks.contains(Quirk.NO_STREAM_OPTIONS)) {
      splice.append("stream_options", INCLUDE_USAGE);
    }
  }
}

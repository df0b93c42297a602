package dev.strowger.dialects.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** A client's body with a little changed, so that the gateway learns more of its answer. */
public final class BodyVariants {
  private static final String RESPONSES_LOGPROBS = "message.output_text.logprobs";
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ONE = "1".getBytes(StandardCharsets.US_ASCII);

  /** A seed would make all samples alike. */
  private static final Set<String> NOT_OF_A_SAMPLE =
      Set.of("stream", "stream_options", "seed", "n", "store", "background");

  private BodyVariants() {}

  /** The same, as a whole answer, once more; empty if the body is not a JSON object. */
  public static Optional<byte[]> sample(byte[] body) {
    return JsonSplice.scan(
            body,
            0,
            body.length,
            (name, parser) -> NOT_OF_A_SAMPLE.contains(name) ? Edit.REMOVE : Edit.KEEP)
        .map(JsonSplice::toBytes);
  }

  /**
   * The same, with the tokens' log-probabilities; empty if the client asks for them itself, or its
   * API has none.
   */
  public static Optional<byte[]> withLogprobs(Api api, byte[] body) {
    JsonNode asked = Json.read(body).orElseGet(Json::missing);
    return switch (api) {
      case CHAT_COMPLETIONS ->
          asked.path("logprobs").asBoolean(false)
              ? Optional.empty()
              : replaced(body, "logprobs", TRUE);
      case COMPLETIONS ->
          asked.path("logprobs").isNumber() ? Optional.empty() : replaced(body, "logprobs", ONE);
      case RESPONSES -> included(body, asked.path("include"));
      case MESSAGES, EMBEDDINGS, COUNT_TOKENS -> Optional.empty();
    };
  }

  private static Optional<byte[]> included(byte[] body, JsonNode include) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (JsonNode one : include) {
      if (one.asText("").equals(RESPONSES_LOGPROBS)) {
        return Optional.empty();
      }
      all.add(one);
    }
    return replaced(body, "include", Json.bytes(all.add(RESPONSES_LOGPROBS)));
  }

  private static Optional<byte[]> replaced(byte[] body, String field, byte[] value) {
    Optional<JsonSplice> splice =
        JsonSplice.scan(
            body, 0, body.length, (name, parser) -> name.equals(field) ? Edit.REMOVE : Edit.KEEP);
    splice.ifPresent(edited -> edited.append(field, value));
    return splice.map(JsonSplice::toBytes);
  }

  /** The answer as it were without them: what stands in their place when nobody asks. */
  public static byte[] withoutLogprobs(Api api, byte[] answer) {
    Optional<JsonNode> read = Json.read(answer);
    if (read.isEmpty()) {
      return answer;
    }
    strip(api, read.get());
    return Json.bytes(read.get());
  }

  static void strip(Api api, JsonNode answer) {
    switch (api) {
      case CHAT_COMPLETIONS, COMPLETIONS -> {
        for (JsonNode choice : answer.path("choices")) {
          if (choice instanceof ObjectNode object && object.has("logprobs")) {
            object.putNull("logprobs");
          }
        }
      }
      case RESPONSES -> {
        emptied(answer);
        emptied(answer.path("part"));
        contents(answer.path("item"));
        answer.path("output").forEach(BodyVariants::contents);
        answer.path("response").path("output").forEach(BodyVariants::contents);
      }
      case MESSAGES, EMBEDDINGS, COUNT_TOKENS -> {
        // Have none.
      }
    }
  }

  private static void contents(JsonNode item) {
    item.path("content").forEach(BodyVariants::emptied);
  }

  private static void emptied(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("logprobs").isArray()) {
      object.putArray("logprobs");
    }
  }
}

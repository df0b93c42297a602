package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results of calls, collected until all of a turn are there: Gemini wants them together, by the
 * name of the function and, where there are no ids, in the order of the calls.
 */
final class GeminiToolResults {
  private final boolean ids;
  private final boolean nested;
  private final Losses losses;
  private final Map<String, Called> calls = new HashMap<>();
  private final List<Result> waiting = new ArrayList<>();

  /**
   * @param order of the call among all of the conversation
   */
  private record Called(String name, int order) {}

  private record Result(int order, ObjectNode part, ArrayNode media) {}

  /**
   * @param ids whether results name their call
   * @param nested whether a result may hold images and files; else they stand beside the results
   */
  GeminiToolResults(boolean ids, boolean nested, Losses losses) {
    this.ids = ids;
    this.nested = nested;
    this.losses = losses;
  }

  void called(Part.Call call) {
    calls.put(call.id(), new Called(call.name(), calls.size()));
  }

  /**
   * @param content parts as Gemini has them
   */
  void add(String callId, ArrayNode content, boolean failed, String path) {
    Called called = calls.get(callId);
    if (called == null) {
      losses.refuse(path + ".tool_call_id", "no call of this id stands before it");
      return;
    }
    List<String> texts = new ArrayList<>();
    ArrayNode media = JsonNodeFactory.instance.arrayNode();
    for (JsonNode part : content) {
      if (part.has("text")) {
        texts.add(part.path("text").textValue());
      } else if (part.has("inlineData")) {
        media.add(part);
      } else {
        losses.refuse(path + ".content", "Gemini takes no URLs in results of tools");
      }
    }
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    ObjectNode json = part.putObject("functionResponse");
    if (ids) {
      json.put("id", callId);
    }
    json.put("name", called.name());
    json.putObject("response").set(failed ? "error" : "output", value(String.join("\n", texts)));
    if (nested && !media.isEmpty()) {
      json.set("parts", media);
    }
    waiting.add(new Result(called.order(), part, media));
  }

  /** The parts of one content with all results since the last call, if there are any. */
  Optional<ArrayNode> take() {
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    waiting.sort(Comparator.comparingInt(Result::order));
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    waiting.forEach(result -> parts.add(result.part()));
    if (!nested) {
      waiting.forEach(result -> parts.addAll(result.media()));
    }
    waiting.clear();
    return Optional.of(parts);
  }

  /** JSON as JSON, so that the model does not see it with escapes. */
  private static JsonNode value(String text) {
    boolean json = text.startsWith("{") || text.startsWith("[");
    return json
        ? Json.read(text.getBytes(StandardCharsets.UTF_8)).orElseGet(() -> TextNode.valueOf(text))
        : TextNode.valueOf(text);
  }
}

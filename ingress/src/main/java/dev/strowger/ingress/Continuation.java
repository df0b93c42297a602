package dev.strowger.ingress;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import java.io.IOException;
import java.util.Optional;

/**
 * A request that goes on from kept answers, made whole, so that the log alone says what was asked:
 * the input and output of what went before stand in front of its own input, and items in place of
 * references to them. Source: OpenAI's API reference, {@code previous_response_id}.
 */
final class Continuation {
  /** Numbers stay as they are: a double would change some, and make others infinite. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private final ObjectNode request;
  private final ArrayNode own = JSON.createArrayNode();
  private final ArrayNode before = JSON.createArrayNode();

  private Continuation(ObjectNode request) {
    this.request = request;
    add(request.path("input"), own);
  }

  /**
   * @param body the client's, already found to be good
   */
  static Continuation of(byte[] body) throws IOException {
    return new Continuation((ObjectNode) JSON.readTree(body));
  }

  /**
   * Goes on from an answer.
   *
   * @param limitBytes of a kept body
   */
  void from(ResponseRecord previous, int limitBytes) throws IOException {
    add(input(previous, limitBytes), before);
    add(output(previous, limitBytes), before);
  }

  /** Puts items in place of references to them; says why if it cannot. */
  Optional<OpenAiError> resolve(ItemReferences references)
      throws IOException, InterruptedException {
    return references.resolve(own);
  }

  byte[] whole() throws IOException {
    request.set("input", before.addAll(own));
    return JSON.writeValueAsBytes(request);
  }

  /** All items of an answer that can be referred to: its output, and then its input. */
  static ArrayNode items(ResponseRecord kept, int limitBytes) throws IOException {
    ArrayNode items = JSON.createArrayNode();
    add(output(kept, limitBytes), items);
    return items.addAll(listed(kept, limitBytes));
  }

  /** The items a request had as its input, earlier ones included. */
  static byte[] inputItems(ResponseRecord kept, ItemPage page, int limitBytes) throws IOException {
    return JSON.writeValueAsBytes(page.of(listed(kept, limitBytes)));
  }

  private static ArrayNode listed(ResponseRecord kept, int limitBytes) throws IOException {
    ArrayNode items = JSON.createArrayNode();
    add(input(kept, limitBytes), items);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof ObjectNode item) {
        item(item, kept.getResponseId() + "_" + i);
      }
    }
    return items;
  }

  private static JsonNode input(ResponseRecord kept, int limitBytes) throws IOException {
    return JSON.readTree(new Body(kept.getRequestEncoding(), kept.getRequest()).unpack(limitBytes))
        .path("input");
  }

  private static JsonNode output(ResponseRecord kept, int limitBytes) throws IOException {
    return JSON.readTree(
            new Body(kept.getResponseEncoding(), kept.getResponse()).unpack(limitBytes))
        .path("output");
  }

  /** An item of a list has an id and, as a message, a list of parts. */
  private static void item(ObjectNode item, String id) {
    if (!item.has("type")) {
      item.put("type", "message");
    }
    if (!item.has("id")) {
      item.put("id", "item_" + id);
    }
    if (item.path("content").isTextual()) {
      String text = item.path("content").textValue();
      boolean assistant = item.path("role").asText().equals("assistant");
      ObjectNode part = item.putArray("content").addObject();
      part.put("type", assistant ? "output_text" : "input_text").put("text", text);
      if (assistant) {
        part.putArray("annotations");
      }
    }
  }

  private static void add(JsonNode items, ArrayNode to) {
    if (items.isTextual()) {
      to.addObject().put("type", "message").put("role", "user").put("content", items.textValue());
    } else {
      items.forEach(to::add);
    }
  }
}

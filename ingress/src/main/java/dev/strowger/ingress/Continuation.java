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

/**
 * A request that goes on from a kept answer, made whole: the input and output of what went before
 * stand in front of its own input, so that the log alone says what was asked. Source: OpenAI's API
 * reference, {@code previous_response_id}.
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

  private Continuation() {}

  /**
   * @param body the client's, already found to be good
   * @param limitBytes of a kept body
   */
  static byte[] of(byte[] body, ResponseRecord previous, int limitBytes) throws IOException {
    JsonNode asked =
        JSON.readTree(
            new Body(previous.getRequestEncoding(), previous.getRequest()).unpack(limitBytes));
    JsonNode answered =
        JSON.readTree(
            new Body(previous.getResponseEncoding(), previous.getResponse()).unpack(limitBytes));
    ObjectNode whole = (ObjectNode) JSON.readTree(body);
    ArrayNode input = JSON.createArrayNode();
    add(asked.path("input"), input);
    add(answered.path("output"), input);
    add(whole.path("input"), input);
    whole.set("input", input);
    return JSON.writeValueAsBytes(whole);
  }

  /** The items a request had as its input, earlier ones included. */
  static byte[] inputItems(ResponseRecord kept, int limitBytes) throws IOException {
    ArrayNode items = JSON.createArrayNode();
    add(
        JSON.readTree(new Body(kept.getRequestEncoding(), kept.getRequest()).unpack(limitBytes))
            .path("input"),
        items);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof ObjectNode item) {
        item(item, kept.getResponseId() + "_" + i);
      }
    }
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    list.put("first_id", items.path(0).path("id").asText());
    list.put("last_id", items.path(items.size() - 1).path("id").asText());
    list.put("has_more", false);
    list.set("data", items);
    return JSON.writeValueAsBytes(list);
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

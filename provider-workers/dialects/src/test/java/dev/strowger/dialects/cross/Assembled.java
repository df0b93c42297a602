package dev.strowger.dialects.cross;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.WireCalls;
import java.util.ArrayList;
import java.util.List;

/** Puts the events of a stream together into one object, as the clients' libraries do. */
final class Assembled {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Assembled() {}

  static JsonNode of(Api api, String stream) {
    List<JsonNode> events = events(stream);
    return switch (api) {
      case CHAT_COMPLETIONS -> chat(events);
      case COMPLETIONS -> completion(events);
      case RESPONSES -> response(events);
      case MESSAGES -> message(events);
      case EMBEDDINGS, COUNT_TOKENS -> throw new IllegalArgumentException(api.label());
    };
  }

  /** The data of a stream's events; an event's name must say the same as its data. */
  static List<JsonNode> events(String stream) {
    List<JsonNode> events = new ArrayList<>();
    for (String event : stream.split("\n\n")) {
      String name = "";
      for (String line : event.split("\n")) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          JsonNode data = WireCalls.json(line.substring("data: ".length()));
          assertThat(name).isIn("", data.path("type").asText());
          events.add(data);
        }
      }
    }
    return events;
  }

  private static JsonNode chat(List<JsonNode> events) {
    ObjectNode choice = NODES.objectNode();
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    ObjectNode whole = NODES.objectNode();
    whole.putArray("choices").add(choice);
    for (JsonNode event : events) {
      if (event.hasNonNull("usage")) {
        assertThat(whole.has("usage")).as("usage once").isFalse();
        whole.set("usage", event.get("usage"));
      }
      for (JsonNode piece : event.path("choices")) {
        assertThat(choice.has("finish_reason")).as("nothing follows the finish").isFalse();
        delta(piece.path("delta"), message);
        if (piece.hasNonNull("finish_reason")) {
          choice.set("finish_reason", piece.get("finish_reason"));
        }
      }
    }
    return whole;
  }

  private static void delta(JsonNode delta, ObjectNode message) {
    for (String field : List.of("content", "reasoning_content", "refusal")) {
      append(message, field, delta.path(field));
    }
    for (JsonNode detail : delta.path("reasoning_details")) {
      message.withArray("reasoning_details").add(detail);
    }
    for (JsonNode piece : delta.path("tool_calls")) {
      ArrayNode calls = message.withArray("tool_calls");
      int index = piece.path("index").asInt(-1);
      assertThat(index).as("calls begin in turn").isBetween(0, calls.size());
      if (index == calls.size()) {
        assertThat(piece.path("id").asText()).isNotEmpty();
        calls.add(((ObjectNode) piece.deepCopy()).without("index"));
      } else {
        JsonNode function = calls.get(index).path("function");
        append((ObjectNode) function, "arguments", piece.path("function").path("arguments"));
      }
    }
  }

  private static void append(ObjectNode node, String field, JsonNode more) {
    if (more.isTextual()) {
      node.put(field, node.path(field).asText("") + more.textValue());
    }
  }

  private static JsonNode completion(List<JsonNode> events) {
    ObjectNode choice = NODES.objectNode().put("text", "");
    ObjectNode whole = NODES.objectNode();
    whole.putArray("choices").add(choice);
    for (JsonNode event : events) {
      if (event.hasNonNull("usage")) {
        whole.set("usage", event.get("usage"));
      }
      append(choice, "text", event.path("choices").path(0).path("text"));
      if (event.path("choices").path(0).hasNonNull("finish_reason")) {
        choice.set("finish_reason", event.path("choices").path(0).get("finish_reason"));
      }
    }
    return whole;
  }

  private static JsonNode message(List<JsonNode> events) {
    assertThat(events.getFirst().path("type").asText()).isEqualTo("message_start");
    ObjectNode whole = events.getFirst().path("message").deepCopy();
    ArrayNode content = whole.putArray("content");
    boolean open = false;
    StringBuilder input = new StringBuilder();
    for (JsonNode event : events.subList(1, events.size())) {
      switch (event.path("type").asText()) {
        case "content_block_start" -> {
          assertThat(open).as("one block at a time").isFalse();
          assertThat(event.path("index").asInt(-1)).isEqualTo(content.size());
          content.add(event.get("content_block").deepCopy());
          input.setLength(0);
          open = true;
        }
        case "content_block_delta" -> {
          assertThat(open).isTrue();
          assertThat(event.path("index").asInt(-1)).isEqualTo(content.size() - 1);
          ObjectNode block = (ObjectNode) content.get(content.size() - 1);
          JsonNode delta = event.path("delta");
          input.append(delta.path("partial_json").asText(""));
          for (String field : List.of("text", "thinking", "signature")) {
            append(block, field, delta.path(field));
          }
        }
        case "content_block_stop" -> {
          if (!input.isEmpty()) {
            ((ObjectNode) content.get(content.size() - 1))
                .set("input", WireCalls.json(input.toString()));
          }
          open = false;
        }
        case "message_delta" -> {
          whole.setAll((ObjectNode) event.get("delta"));
          whole.withObject("/usage").setAll((ObjectNode) event.get("usage"));
        }
        case "message_stop" -> assertThat(open).isFalse();
        default -> throw new AssertionError(event);
      }
    }
    return whole;
  }

  /** The items as their events tell of them; the last event must tell the same. */
  private static JsonNode response(List<JsonNode> events) {
    List<ObjectNode> items = new ArrayList<>();
    JsonNode last = events.getLast().path("response");
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      assertThat(event.path("sequence_number").asInt(-1)).isEqualTo(i);
      int at = event.path("output_index").asInt();
      String type = event.path("type").asText();
      switch (type) {
        case "response.output_item.added" -> {
          assertThat(at).isEqualTo(items.size());
          items.add(NODES.objectNode().put("id", event.path("item").path("id").asText()));
        }
        case "response.output_text.delta",
            "response.function_call_arguments.delta",
            "response.reasoning_summary_text.delta" ->
            append(items.get(at), "said", event.path("delta"));
        case "response.output_item.done" -> {
          String said = items.get(at).path("said").asText("");
          JsonNode item = event.path("item");
          assertThat(item.path("id")).isEqualTo(items.get(at).path("id"));
          assertThat(said).isEqualTo(Seen.said(item));
          items.set(at, item.deepCopy());
        }
        default -> {}
      }
    }
    assertThat(last.path("output")).isEqualTo(NODES.arrayNode().addAll(items));
    return last;
  }
}

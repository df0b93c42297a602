package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The words of JSON. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String event(JsonNode data) {
    return "data: " + data + "\n\n";
  }

  static String namedEvent(JsonNode data) {
    return "event: " + data.path("type").asText() + "\n" + event(data);
  }
}

package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request as it came.
 *
 * @param provider first segment of the path
 * @param path the rest of it
 */
record Received(String provider, String path, JsonNode body) {
  String model() {
    return body.path("model").asText();
  }

  boolean stream() {
    return body.path("stream").asBoolean();
  }
}

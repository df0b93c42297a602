package dev.strowger.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;

/**
 * What a caller of the gateway got.
 *
 * @param status 0 if there was no response
 * @param headers names in lower case
 * @param body as far as it came
 * @param broken how the connection failed; empty: it did not
 * @param took from sending to the last byte
 * @param endedNanos {@link System#nanoTime} at the last byte
 */
record Reply(
    Api api,
    int status,
    Map<String, String> headers,
    String body,
    String broken,
    Duration took,
    long endedNanos) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Reply {
    headers = Map.copyOf(headers);
  }

  /** Missing if the body is no JSON. */
  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  Streamed streamed() {
    return api.read(body);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The id under which the gateway keeps the books of it. */
  String requestId() {
    return header("x-request-id");
  }

  /** The text of a whole answer of the chat API. */
  String text() {
    return json().at("/choices/0/message/content").asText();
  }
}

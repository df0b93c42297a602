package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a request says of an answer that was begun elsewhere.
 *
 * @param said the text of the last assistant turn; empty if there is none
 * @param prefill that turn is the last one, so the answer goes on in the middle of it
 */
record Begun(String said, boolean prefill) {
  static Begun of(JsonNode request) {
    String said = "";
    String last = "";
    for (JsonNode message : request.path("messages")) {
      last = message.path("role").asText();
      if (last.equals("assistant")) {
        said = text(message.path("content"));
      }
    }
    return new Begun(said, last.equals("assistant"));
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder all = new StringBuilder();
    content.forEach(part -> all.append(part.path("text").asText()));
    return all.toString();
  }
}

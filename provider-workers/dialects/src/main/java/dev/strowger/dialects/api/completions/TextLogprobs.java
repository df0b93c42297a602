package dev.strowger.dialects.api.completions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The chat API's {@code logprobs} as this older API has them: columns instead of rows. */
final class TextLogprobs {
  private TextLogprobs() {}

  /**
   * @param offset of the first token in the choice's text
   */
  static void write(JsonGenerator json, JsonNode logprobs, int offset) throws IOException {
    JsonNode tokens = logprobs.path("content");
    json.writeStartObject();
    json.writeArrayFieldStart("tokens");
    for (JsonNode token : tokens) {
      json.writeString(token.path("token").asText());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("token_logprobs");
    for (JsonNode token : tokens) {
      json.writeTree(token.path("logprob"));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("top_logprobs");
    for (JsonNode token : tokens) {
      json.writeStartObject();
      for (JsonNode other : token.path("top_logprobs")) {
        json.writeFieldName(other.path("token").asText());
        json.writeTree(other.path("logprob"));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("text_offset");
    int at = offset;
    for (JsonNode token : tokens) {
      json.writeNumber(at);
      at += token.path("token").asText().length();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

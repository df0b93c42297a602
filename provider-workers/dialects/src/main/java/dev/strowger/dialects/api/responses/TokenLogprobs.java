package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Token probabilities: the chat API's rows, with every member this API wants to see. */
final class TokenLogprobs {
  private TokenLogprobs() {}

  static void write(JsonGenerator json, List<JsonNode> tokens) throws IOException {
    json.writeStartArray();
    for (JsonNode token : tokens) {
      json.writeStartObject();
      token(json, token);
      json.writeArrayFieldStart("top_logprobs");
      for (JsonNode other : token.path("top_logprobs")) {
        json.writeStartObject();
        token(json, other);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void token(JsonGenerator json, JsonNode token) throws IOException {
    String text = token.path("token").asText();
    json.writeStringField("token", text);
    json.writeFieldName("logprob");
    json.writeTree(token.path("logprob"));
    json.writeArrayFieldStart("bytes");
    if (token.path("bytes").isArray()) {
      for (JsonNode value : token.path("bytes")) {
        json.writeNumber(value.asInt());
      }
    } else {
      for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
        json.writeNumber(Byte.toUnsignedInt(value));
      }
    }
    json.writeEndArray();
  }
}

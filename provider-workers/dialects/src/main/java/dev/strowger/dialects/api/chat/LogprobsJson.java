package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** A choice's {@code logprobs}, with both members that OpenAI's clients expect. */
final class LogprobsJson {
  private LogprobsJson() {}

  static void write(JsonGenerator json, JsonNode logprobs) throws IOException {
    json.writeStartObject();
    member(json, logprobs, "content");
    member(json, logprobs, "refusal");
    json.writeEndObject();
  }

  private static void member(JsonGenerator json, JsonNode logprobs, String name)
      throws IOException {
    json.writeFieldName(name);
    if (logprobs.path(name).isArray()) {
      json.writeTree(logprobs.path(name));
    } else {
      json.writeNull();
    }
  }
}

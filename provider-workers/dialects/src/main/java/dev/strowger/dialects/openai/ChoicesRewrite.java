package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Copies {@code choices} in OpenAI's terms: finish reasons by their standard names, {@code
 * reasoning} as {@code reasoning_content}, which is what clients see of every family.
 */
final class ChoicesRewrite {
  private final JsonParser parser;
  private final JsonGenerator out;

  private ChoicesRewrite(JsonParser parser, JsonGenerator out) {
    this.parser = parser;
    this.out = out;
  }

  /** The array the parser stands at; afterwards it stands at its end. */
  static byte[] copy(JsonParser parser) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = Json.generator(bytes)) {
      new ChoicesRewrite(parser, out).choices();
    }
    return bytes.toByteArray();
  }

  private void choices() throws IOException {
    out.writeStartArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        choice();
      } else {
        out.copyCurrentStructureExact(parser);
      }
    }
    out.writeEndArray();
  }

  private void choice() throws IOException {
    out.writeStartObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      out.writeFieldName(name);
      if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
        String reason = parser.getText();
        if (FinishReasons.none(reason)) {
          out.writeNull();
        } else {
          out.writeString(FinishReasons.standard(reason).orElse(reason));
        }
      } else if ((name.equals("delta") || name.equals("message"))
          && value == JsonToken.START_OBJECT) {
        message();
      } else {
        out.copyCurrentStructureExact(parser);
      }
    }
    out.writeEndObject();
  }

  private void message() throws IOException {
    out.writeStartObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean thought = name.equals("reasoning") && value == JsonToken.VALUE_STRING;
      out.writeFieldName(thought ? "reasoning_content" : name);
      out.copyCurrentStructureExact(parser);
    }
    out.writeEndObject();
  }
}

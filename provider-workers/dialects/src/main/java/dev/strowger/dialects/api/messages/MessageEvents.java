package dev.strowger.dialects.api.messages;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The events of a streamed message as server-sent events. */
final class MessageEvents {
  private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The events since the last call. */
  byte[] take() {
    if (out.size() == 0) {
      return NOTHING;
    }
    byte[] events = out.toByteArray();
    out = new ByteArrayOutputStream();
    return events;
  }

  void messageStart(Dialect.Call call, TokenUsage usage) {
    event(
        "message_start",
        json -> {
          json.writeObjectFieldStart("message");
          MessageJson.head(json, call);
          json.writeArrayFieldStart("content");
          json.writeEndArray();
          MessageJson.stop(json, null);
          MessageJson.usage(json, usage);
          json.writeEndObject();
        });
  }

  /**
   * @param fields of the content block, its type among them
   */
  void blockStart(int index, Json.Writing fields) {
    event(
        "content_block_start",
        json -> {
          json.writeNumberField("index", index);
          json.writeObjectFieldStart("content_block");
          fields.to(json);
          json.writeEndObject();
        });
  }

  /**
   * @param type e.g. {@code text_delta}
   * @param field that carries the value, e.g. {@code text}
   */
  void delta(int index, String type, String field, String value) {
    event(
        "content_block_delta",
        json -> {
          json.writeNumberField("index", index);
          json.writeObjectFieldStart("delta");
          json.writeStringField("type", type);
          json.writeStringField(field, value);
          json.writeEndObject();
        });
  }

  void blockStop(int index) {
    event("content_block_stop", json -> json.writeNumberField("index", index));
  }

  void messageEnd(String stopReason, TokenUsage usage) {
    event(
        "message_delta",
        json -> {
          json.writeObjectFieldStart("delta");
          MessageJson.stop(json, stopReason);
          json.writeNullField("container");
          json.writeEndObject();
          MessageJson.usage(json, usage);
        });
    event("message_stop", json -> {});
  }

  private void event(String type, Json.Writing fields) {
    out.writeBytes(EVENT);
    out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(DATA);
    Json.write(
        out,
        json -> {
          json.writeStartObject();
          json.writeStringField("type", type);
          fields.to(json);
          json.writeEndObject();
        });
    out.writeBytes(END);
  }
}

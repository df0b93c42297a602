package dev.strowger.dialects.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * OpenAI's {@code chat.completion.chunk} events for one answer: the role first, then what comes,
 * then the finish reason and, where it was asked for, the usage.
 */
public final class ChunkWriter {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private final Dialect.Call call;
  private final String id;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean started;
  private boolean visible;

  public ChunkWriter(Dialect.Call call) {
    this(call, CompletionJson.id(call));
  }

  /**
   * @param id of the chunks
   */
  public ChunkWriter(Dialect.Call call, String id) {
    this.call = call;
    this.id = id;
  }

  /** Whether a user would see anything of what was written. */
  public boolean visible() {
    return visible;
  }

  /** The events since the last call. */
  public byte[] take() {
    if (out.size() == 0) {
      return NOTHING;
    }
    byte[] events = out.toByteArray();
    out = new ByteArrayOutputStream();
    return events;
  }

  /** The chunk with the role; written once, before all others. */
  public void start() {
    if (!started) {
      started = true;
      delta(
          json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
            json.writeNullField("refusal");
          });
    }
  }

  public void text(String text) {
    content("content", text);
  }

  public void reasoning(String text) {
    content("reasoning_content", text);
  }

  /**
   * A tool call begins.
   *
   * @param index from 0, over the answer
   */
  public void toolCall(int index, String callId, String name) {
    start();
    visible = true;
    tool(
        index,
        json -> {
          json.writeStringField("id", callId);
          json.writeStringField("type", "function");
          json.writeObjectFieldStart("function");
          json.writeStringField("name", name);
          json.writeStringField("arguments", "");
          json.writeEndObject();
        });
  }

  /**
   * More of a tool call's arguments.
   *
   * @param fragment of JSON text
   */
  public void arguments(int index, String fragment) {
    if (!fragment.isEmpty()) {
      tool(
          index,
          json -> {
            json.writeObjectFieldStart("function");
            json.writeStringField("arguments", fragment);
            json.writeEndObject();
          });
    }
  }

  public void finish(FinishReason reason) {
    start();
    chunk(
        json -> {
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", 0);
          json.writeObjectFieldStart("delta");
          json.writeEndObject();
          json.writeStringField("finish_reason", reason.label());
          json.writeEndObject();
          json.writeEndArray();
          usageToCome(json);
        });
  }

  /** The chunk without choices, if the client asked for usage. */
  public void usage(TokenUsage usage) {
    if (call.includeUsage()) {
      chunk(
          json -> {
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            CompletionJson.usage(json, usage);
          });
    }
  }

  private void content(String field, String text) {
    if (!text.isEmpty()) {
      start();
      visible = true;
      delta(json -> json.writeStringField(field, text));
    }
  }

  private void tool(int index, Json.Writing fields) {
    delta(
        json -> {
          json.writeArrayFieldStart("tool_calls");
          json.writeStartObject();
          json.writeNumberField("index", index);
          fields.to(json);
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private void delta(Json.Writing fields) {
    chunk(
        json -> {
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", 0);
          json.writeObjectFieldStart("delta");
          fields.to(json);
          json.writeEndObject();
          json.writeNullField("finish_reason");
          json.writeEndObject();
          json.writeEndArray();
          usageToCome(json);
        });
  }

  private void usageToCome(JsonGenerator json) throws IOException {
    if (call.includeUsage()) {
      json.writeNullField("usage");
    }
  }

  private void chunk(Json.Writing fields) {
    out.writeBytes(DATA);
    Json.write(
        out,
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id);
          json.writeStringField("object", "chat.completion.chunk");
          json.writeNumberField("created", call.createdSeconds());
          json.writeStringField("model", call.model());
          fields.to(json);
          json.writeEndObject();
        });
    out.writeBytes(END);
  }
}

package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * OpenAI's {@code chat.completion.chunk} events for one answer: the role first, then what comes,
 * then the finish reason and, where it was asked for, the usage.
 */
public final class ChunkWriter implements AnswerWriter {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private final Dialect.Call call;
  private final String id;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean started;
  private boolean visible;
  private TokenUsage usage = TokenUsage.NONE;

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

  @Override
  public boolean visible() {
    return visible;
  }

  @Override
  public byte[] take() {
    if (out.size() == 0) {
      return NOTHING;
    }
    byte[] events = out.toByteArray();
    out = new ByteArrayOutputStream();
    return events;
  }

  @Override
  public void start() {
    if (!started) {
      started = true;
      delta(
          0,
          json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
            json.writeNullField("refusal");
          });
    }
  }

  @Override
  public void text(int choice, String text) {
    content(choice, "content", text);
  }

  @Override
  public void refusal(int choice, String text) {
    content(choice, "refusal", text);
  }

  @Override
  public void thought(int choice, String text) {
    content(choice, "reasoning_content", text);
  }

  @Override
  public void signature(int choice, String signature) {}

  @Override
  public void redactedThought(int choice, String data) {}

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    start();
    visible = true;
    tool(
        choice,
        call,
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("type", "function");
          json.writeObjectFieldStart("function");
          json.writeStringField("name", name);
          json.writeStringField("arguments", "");
          json.writeEndObject();
        });
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    if (!fragment.isEmpty()) {
      tool(
          choice,
          call,
          json -> {
            json.writeObjectFieldStart("function");
            json.writeStringField("arguments", fragment);
            json.writeEndObject();
          });
    }
  }

  @Override
  public void logprobs(int choice, JsonNode logprobs) {}

  @Override
  public void finish(int choice, FinishReason reason) {
    start();
    chunk(
        json -> {
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", choice);
          json.writeObjectFieldStart("delta");
          json.writeEndObject();
          json.writeStringField("finish_reason", reason.label());
          json.writeEndObject();
          json.writeEndArray();
          usageToCome(json);
        });
  }

  @Override
  public void usage(TokenUsage tokens) {
    usage = tokens;
  }

  /** The chunk without choices, if the client asked for usage. */
  @Override
  public void complete() {
    if (call.includeUsage()) {
      chunk(
          json -> {
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            CompletionJson.usage(json, usage);
          });
    }
  }

  private void content(int choice, String field, String text) {
    if (!text.isEmpty()) {
      start();
      visible = true;
      delta(choice, json -> json.writeStringField(field, text));
    }
  }

  private void tool(int choice, int index, Json.Writing fields) {
    delta(
        choice,
        json -> {
          json.writeArrayFieldStart("tool_calls");
          json.writeStartObject();
          json.writeNumberField("index", index);
          fields.to(json);
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private void delta(int choice, Json.Writing fields) {
    chunk(
        json -> {
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", choice);
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

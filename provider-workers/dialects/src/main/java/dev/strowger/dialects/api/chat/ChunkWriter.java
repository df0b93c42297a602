package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.EventText;
import dev.strowger.dialects.api.UsageJson;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * OpenAI's {@code chat.completion.chunk} events for one answer: the role first, then what comes,
 * then the finish reason and, where it was asked for, the usage.
 */
public final class ChunkWriter implements AnswerWriter {
  /** As many as can be asked for. */
  static final int MAX_CHOICES = 128;

  /** A longer block of thoughts is given without its proof, which would not fit to less. */
  static final int MAX_THOUGHT_CHARS = 4 << 20;

  private final Dialect.Call call;
  private final String id;
  private final EventText events = new EventText();
  private final boolean functions;
  private final Map<Integer, Progress> choices = new HashMap<>();
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
    this.functions = Functions.asked(call.body());
  }

  /** Goes on behind the chunks that a client has: with their id, and no second role. */
  static ChunkWriter after(Dialect.Call call, SentAnswer sent) {
    ChunkWriter writer =
        sent.id().isEmpty() ? new ChunkWriter(call) : new ChunkWriter(call, sent.id());
    if (sent.events() > 0) {
      Progress first = new Progress();
      first.started = true;
      writer.choices.put(0, first);
    }
    return writer;
  }

  /** How far a choice has come. */
  private static final class Progress {
    boolean started;
    int details;

    /** Thoughts whose proof has not come yet. */
    final StringBuilder thought = new StringBuilder();

    boolean tooLong;
  }

  @Override
  public boolean visible() {
    return visible;
  }

  @Override
  public byte[] take() {
    return events.take();
  }

  @Override
  public void start() {
    start(0);
  }

  private Progress start(int choice) {
    Progress known = choices.get(choice);
    Progress progress = known == null ? new Progress() : known;
    if (known == null && choices.size() < MAX_CHOICES) {
      choices.put(choice, progress);
    }
    if (!progress.started) {
      progress.started = true;
      delta(
          choice,
          json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
            json.writeNullField("refusal");
          });
    }
    return progress;
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
    Progress progress = start(choice);
    progress.tooLong |= progress.thought.length() + text.length() > MAX_THOUGHT_CHARS;
    if (!progress.tooLong) {
      progress.thought.append(text);
    }
  }

  /** The whole block with its proof at once: whoever keeps the details need not join pieces. */
  @Override
  public void signature(int choice, String signature) {
    Progress progress = start(choice);
    if (!signature.isEmpty() && !progress.tooLong) {
      detail(choice, new Block.Thought(progress.thought.toString(), signature));
    }
    progress.thought.setLength(0);
    progress.tooLong = false;
  }

  @Override
  public void redactedThought(int choice, String data) {
    visible = true;
    detail(choice, new Block.RedactedThought(data));
  }

  private void detail(int choice, Block block) {
    int index = start(choice).details++;
    delta(
        choice,
        json -> {
          json.writeArrayFieldStart("reasoning_details");
          ReasoningDetails.detail(json, block, index);
          json.writeEndArray();
        });
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    start(choice);
    visible = true;
    tool(
        choice,
        call,
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("type", "function");
        },
        json -> {
          json.writeStringField("name", name);
          json.writeStringField("arguments", "");
        },
        json -> CompletionJson.signature(json, signature));
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    if (!fragment.isEmpty()) {
      start(choice);
      tool(
          choice,
          call,
          json -> {},
          json -> json.writeStringField("arguments", fragment),
          json -> {});
    }
  }

  /** Apart from the text it is about, which has gone out already; clients add them up. */
  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    start(choice);
    choice(
        choice,
        json -> json.writeStringField("content", ""),
        json -> {
          json.writeFieldName("logprobs");
          LogprobsJson.write(json, logprobs);
          json.writeNullField("finish_reason");
        });
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    start(choice);
    choice(choice, json -> {}, json -> CompletionJson.finish(json, reason, functions));
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
            UsageJson.write(json, usage);
          });
    }
  }

  private void content(int choice, String field, String text) {
    if (!text.isEmpty()) {
      start(choice);
      visible = true;
      delta(choice, json -> json.writeStringField(field, text));
    }
  }

  private void tool(
      int choice, int index, Json.Writing before, Json.Writing function, Json.Writing after) {
    if (functions && index == 0) {
      delta(
          choice,
          json -> {
            json.writeObjectFieldStart("function_call");
            function.to(json);
            json.writeEndObject();
          });
      return;
    }
    delta(
        choice,
        json -> {
          json.writeArrayFieldStart("tool_calls");
          json.writeStartObject();
          json.writeNumberField("index", functions ? index - 1 : index);
          before.to(json);
          json.writeObjectFieldStart("function");
          function.to(json);
          json.writeEndObject();
          after.to(json);
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private void delta(int choice, Json.Writing fields) {
    choice(choice, fields, json -> json.writeNullField("finish_reason"));
  }

  private void choice(int choice, Json.Writing delta, Json.Writing rest) {
    chunk(
        json -> {
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", choice);
          json.writeObjectFieldStart("delta");
          delta.to(json);
          json.writeEndObject();
          rest.to(json);
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
    events.add(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id);
          json.writeStringField("object", "chat.completion.chunk");
          json.writeNumberField("created", call.createdSeconds());
          json.writeStringField("model", call.model());
          fields.to(json);
          json.writeEndObject();
        });
  }
}

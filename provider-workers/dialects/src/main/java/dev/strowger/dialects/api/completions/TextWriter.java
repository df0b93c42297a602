package dev.strowger.dialects.api.completions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.EventText;
import dev.strowger.dialects.api.UsageJson;
import dev.strowger.dialects.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code text_completion} events for one answer. */
final class TextWriter implements AnswerWriter {
  /** As many as can be asked for. */
  static final int MAX_CHOICES = 128;

  private final Call call;
  private final String id;
  private final EventText events = new EventText();

  /** Characters of each choice whose probabilities have been told, where they were asked for. */
  private final Map<Integer, Integer> offsets = new HashMap<>();

  private TokenUsage usage = TokenUsage.NONE;
  private boolean visible;

  TextWriter(Call call) {
    this(call, "");
  }

  /**
   * @param id of the events; empty: the answer's own
   */
  TextWriter(Call call, String id) {
    this.call = call;
    this.id = id.isEmpty() ? TextCompletion.id(call) : id;
  }

  @Override
  public byte[] take() {
    return events.take();
  }

  @Override
  public boolean visible() {
    return visible;
  }

  /** There is nothing to say before the first text. */
  @Override
  public void start() {}

  @Override
  public void text(int choice, String text) {
    if (!text.isEmpty()) {
      visible = true;
      event(choice, text, Optional.empty(), json -> json.writeNullField("finish_reason"));
    }
  }

  @Override
  public void refusal(int choice, String text) {
    text(choice, text);
  }

  @Override
  public void thought(int choice, String text) {}

  @Override
  public void signature(int choice, String signature) {}

  @Override
  public void redactedThought(int choice, String data) {}

  /** The API has no tools, so none was offered. */
  @Override
  public void call(int choice, int call, String id, String name, String signature) {}

  @Override
  public void arguments(int choice, int call, String fragment) {}

  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    event(choice, "", Optional.of(logprobs), json -> json.writeNullField("finish_reason"));
    int length = 0;
    for (JsonNode token : logprobs.path("content")) {
      length += token.path("token").asText().length();
    }
    if (offsets.containsKey(choice) || offsets.size() < MAX_CHOICES) {
      offsets.merge(choice, length, Integer::sum);
    }
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    event(
        choice,
        "",
        Optional.empty(),
        json -> json.writeStringField("finish_reason", TextCompletion.label(reason)));
  }

  @Override
  public void usage(TokenUsage tokens) {
    usage = tokens;
  }

  /** The event without choices, if the client asked for usage. */
  @Override
  public void complete() {
    if (call.includeUsage()) {
      events.add(
          json -> {
            json.writeStartObject();
            TextCompletion.head(json, call, id);
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            UsageJson.write(json, usage);
            json.writeEndObject();
          });
    }
  }

  private void event(int choice, String text, Optional<JsonNode> logprobs, Json.Writing finish) {
    events.add(
        json -> {
          json.writeStartObject();
          TextCompletion.head(json, call, id);
          json.writeArrayFieldStart("choices");
          TextCompletion.choice(json, choice, text, offsets.getOrDefault(choice, 0), logprobs);
          finish.to(json);
          json.writeEndObject();
          json.writeEndArray();
          if (call.includeUsage()) {
            json.writeNullField("usage");
          }
          json.writeEndObject();
        });
  }
}

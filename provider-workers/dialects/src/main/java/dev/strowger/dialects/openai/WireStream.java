package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import dev.strowger.dialects.wire.StreamReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A stream of chunks, read token by token into a sink; no tree is built for text. */
final class WireStream implements StreamReader {
  /** OpenAI's own limit of {@code n} is 128. */
  private static final int MAX_CHOICES = 128;

  private static final String DONE = "[DONE]";
  private static final Response OK = new Response(200, Map.of(), new byte[0]);

  private final SseParser parser = new SseParser(this::event);
  private final AnswerSink sink;
  private final Call call;
  private final Provider provider;
  private final Map<Integer, WireChoice> choices = new TreeMap<>();
  private final List<WireDelta> deltas = new ArrayList<>(1);
  private TokenUsage usage = TokenUsage.NONE;
  private boolean done;
  private @Nullable Fault fault;

  WireStream(AnswerSink sink, Call call, Provider provider) {
    this.sink = sink;
    this.call = call;
    this.provider = provider;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      parser.feed(bytes, offset, length);
    }
  }

  @Override
  public boolean finished() {
    return done || fault != null || parser.overflown();
  }

  @Override
  public Ending end() {
    parser.end();
    if (fault != null) {
      return new Ending.Broken(fault, usage);
    }
    if (parser.overflown()) {
      return broken("an event of the stream is longer than " + SseParser.MAX_EVENT_BYTES);
    }
    if (choices.isEmpty()) {
      return broken("the stream ended without an answer");
    }
    String first = "";
    for (WireChoice choice : choices.values()) {
      FinishReason reason = choice.finish();
      if (reason == null) {
        return broken("the stream ended before the answer did");
      }
      first = first.isEmpty() ? reason.label() : first;
    }
    sink.usage(usage);
    return new Ending.Completed(first, usage);
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage);
  }

  private void event(String type, byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    if (bytes[offset] == '[') {
      done = new String(bytes, offset, length, StandardCharsets.UTF_8).strip().equals(DONE);
      return;
    }
    deltas.clear();
    Optional<JsonNode> counted;
    boolean failed;
    try (JsonParser json = Json.parser(bytes, offset, length)) {
      Head head = new Head(json);
      if (!head.read()) {
        return;
      }
      counted = Optional.ofNullable(head.usage);
      failed = head.error || (head.words && !head.choices) || type.equals("error");
    } catch (IOException e) {
      // Nothing of a chunk counts that cannot be read to its end.
      return;
    }
    counted.ifPresent(node -> usage = OpenAiUsage.read(node, provider).tokens());
    if (failed) {
      fault = OpenAiErrors.fault(ErrorBody.read(bytes, offset, length), OK, new Choices());
    } else {
      deltas.forEach(this::delta);
    }
  }

  private void delta(WireDelta delta) {
    if (fault != null || delta.choice < 0 || delta.choice >= MAX_CHOICES) {
      return;
    }
    if (delta.usage != null) {
      usage = OpenAiUsage.read(delta.usage, provider).tokens();
    }
    sink.start();
    WireChoice choice =
        choices.computeIfAbsent(delta.choice, index -> new WireChoice(index, sink, call, provider));
    choice.add(delta);
    if (FinishReasons.none(delta.finishReason)) {
      return;
    }
    FinishReasons.standard(delta.finishReason)
        .ifPresentOrElse(choice::end, () -> fault = noEnd(delta));
  }

  private static Fault noEnd(WireDelta delta) {
    return delta.error != null
        ? OpenAiErrors.fault(ErrorBody.of(delta.error), OK, new Choices())
        : Fault.of(
            FinishReasons.failure(delta.finishReason),
            "the answer ended with the finish reason " + delta.finishReason);
  }

  /** The top of a chunk. */
  private final class Head {
    private final JsonParser json;
    private @Nullable JsonNode usage;
    private boolean usageFirst;
    private boolean error;
    private boolean words;
    private boolean choices;

    Head(JsonParser json) {
      this.json = json;
    }

    boolean read() throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "choices" -> choices(value);
          case "error" -> error |= value != JsonToken.VALUE_NULL;
          case "object" ->
              error |= value == JsonToken.VALUE_STRING && json.getText().equals("error");
          case "message", "detail", "msg" -> words |= value != JsonToken.VALUE_NULL;
          case "usage" -> usage(Json.subtree(json), true);
          case "x_groq" -> usage(Json.subtree(json).path("usage"), false);
          default -> {}
        }
        json.skipChildren();
      }
      return json.nextToken() == null;
    }

    private void choices(JsonToken value) throws IOException {
      choices = true;
      if (value != JsonToken.START_ARRAY) {
        return;
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          deltas.add(WireDelta.read(json));
        } else {
          json.skipChildren();
        }
      }
    }

    private void usage(JsonNode node, boolean here) {
      if (node.isObject() && (here || !usageFirst)) {
        usage = node;
        usageFirst = here;
      }
    }
  }
}

package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import dev.strowger.dialects.wire.StreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A streamed completion: chunks, usage in the last one, {@code [DONE]}. */
final class MistralStream implements StreamReader {
  /** Choices with a higher index break the stream. */
  static final int MAX_CHOICES = 128;

  private final SseParser parser = new SseParser(this::event);
  private final AnswerSink sink;
  private final String requestId;
  private final TreeMap<Integer, MistralChoice> choices = new TreeMap<>();
  private TokenUsage usage = TokenUsage.NONE;
  private boolean done;
  private @Nullable Fault fault;

  MistralStream(AnswerSink sink, String requestId) {
    this.sink = sink;
    this.requestId = requestId;
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
    boolean complete =
        !choices.isEmpty() && choices.values().stream().allMatch(c -> c.finish().isPresent());
    if (!complete) {
      return broken("the stream ended before the answer did");
    }
    sink.usage(usage);
    String reason = choices.firstEntry().getValue().finish().orElseThrow().label();
    return new Ending.Completed(reason, usage);
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage);
  }

  private void event(String type, byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    // One event that is no JSON does not cost the answer.
    Optional<JsonNode> event = Json.read(bytes, offset, length);
    if (event.isPresent()) {
      event(event.get());
    } else if (new String(bytes, offset, length, StandardCharsets.UTF_8).strip().equals("[DONE]")) {
      done = true;
    }
  }

  private void event(JsonNode event) {
    if (MistralResponse.isError(event)) {
      fault = MistralErrors.fault(event, 200, Map.of());
      return;
    }
    if (event.path("usage").isObject()) {
      usage = MistralUsage.read(event.path("usage"));
    }
    for (JsonNode choice : event.path("choices")) {
      int index = choice.path("index").asInt();
      if (index < 0 || index >= MAX_CHOICES) {
        fault = Fault.of(FailureKind.PROVIDER_ERROR, "a choice beyond " + MAX_CHOICES);
        return;
      }
      if (choices.isEmpty()) {
        sink.start();
      }
      Optional<Fault> broken =
          choices.computeIfAbsent(index, i -> new MistralChoice(sink, requestId, i)).take(choice);
      if (broken.isPresent()) {
        fault = broken.get();
        return;
      }
    }
  }
}

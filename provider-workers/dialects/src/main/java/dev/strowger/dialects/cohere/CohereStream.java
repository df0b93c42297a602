package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import dev.strowger.dialects.wire.StreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer: {@code message-start}, content blocks, a plan, tool calls one after the other,
 * {@code message-end} with finish reason and usage.
 */
final class CohereStream implements StreamReader {
  /** More calls than this in one answer break the stream. */
  static final int MAX_CALLS = 1_024;

  private final SseParser parser = new SseParser(this::event);
  private final AnswerSink sink;

  /** Cohere's index of each call; it need not count from 0. */
  private final List<Integer> calls = new ArrayList<>();

  private boolean argumentsSeen = true;
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable FinishReason finish;
  private @Nullable Fault fault;

  CohereStream(AnswerSink sink) {
    this.sink = sink;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      parser.feed(bytes, offset, length);
    }
  }

  @Override
  public boolean finished() {
    return finish != null || fault != null || parser.overflown();
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
    if (finish == null) {
      return broken("the stream ended before the answer did");
    }
    sink.usage(usage);
    return new Ending.Completed(finish.label(), usage);
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage);
  }

  private void event(String type, byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    // One event that is no JSON does not cost the answer.
    Json.read(bytes, offset, length).ifPresent(this::event);
  }

  private void event(JsonNode event) {
    JsonNode message = event.path("delta").path("message");
    switch (event.path("type").asText()) {
      case "message-start" -> sink.start();
      case "content-start" -> content(message.path("content"));
      case "content-delta" -> {
        content(message.path("content"));
        CohereLogprobs.read(event.path("logprobs")).ifPresent(l -> sink.logprobs(0, l));
      }
      case "tool-plan-delta" -> sink.text(0, message.path("tool_plan").asText(""));
      case "tool-call-start" -> callStart(event, function(message));
      case "tool-call-delta" -> callDelta(event, function(message));
      case "tool-call-end" -> callEnd();
      case "message-end" -> messageEnd(event.path("delta"));
      case "error" -> fault = CohereErrors.fault(ErrorBody.of(event), 200, Map.of());
      // Citations, debug, and events that may yet be invented; or an error without a type.
      default -> {
        if (!event.has("type") && event.path("message").isTextual()) {
          fault = CohereErrors.fault(ErrorBody.of(event), 200, Map.of());
        }
      }
    }
  }

  private void content(JsonNode content) {
    if (content.path("thinking").isTextual()) {
      sink.thought(0, content.path("thinking").textValue());
    }
    if (content.path("text").isTextual()) {
      sink.text(0, content.path("text").textValue());
    }
  }

  private static JsonNode function(JsonNode message) {
    JsonNode calls = message.path("tool_calls");
    return calls.isArray() ? calls.path(0) : calls;
  }

  private void callStart(JsonNode event, JsonNode call) {
    callEnd();
    if (calls.size() == MAX_CALLS) {
      fault = Fault.of(FailureKind.PROVIDER_ERROR, "more than " + MAX_CALLS + " tool calls");
      return;
    }
    JsonNode function = call.path("function");
    sink.call(0, calls.size(), call.path("id").asText(""), function.path("name").asText(""), "");
    calls.add(event.path("index").asInt());
    argumentsSeen = false;
    arguments(calls.size() - 1, function);
  }

  private void callDelta(JsonNode event, JsonNode call) {
    int index = calls.lastIndexOf(event.path("index").asInt());
    if (index < 0) {
      fault = Fault.of(FailureKind.PROVIDER_ERROR, "arguments of a tool call that never began");
    } else {
      arguments(index, call.path("function"));
    }
  }

  private void arguments(int index, JsonNode function) {
    String fragment = function.path("arguments").asText("");
    if (!fragment.isEmpty()) {
      argumentsSeen = true;
      sink.arguments(0, index, fragment);
    }
  }

  /** A tool without parameters gets no deltas, yet clients parse what they get as JSON. */
  private void callEnd() {
    if (!argumentsSeen) {
      argumentsSeen = true;
      sink.arguments(0, calls.size() - 1, "{}");
    }
  }

  private void messageEnd(JsonNode delta) {
    usage = CohereUsage.read(delta.path("usage"));
    String error = delta.path("error").isTextual() ? delta.path("error").textValue() : "";
    String reason = delta.path("finish_reason").asText("");
    switch (CohereFinish.of(reason, !calls.isEmpty())) {
      case CohereFinish.Failed(var why) ->
          fault = error.isEmpty() ? why : CohereErrors.failure(error, why);
      case CohereFinish.Finished(var how) -> {
        if (error.isEmpty()) {
          callEnd();
          finish = how;
          sink.finish(0, how);
        } else {
          fault =
              CohereErrors.failure(
                  error, Fault.of(FailureKind.PROVIDER_ERROR, "the provider failed"));
        }
      }
    }
  }
}

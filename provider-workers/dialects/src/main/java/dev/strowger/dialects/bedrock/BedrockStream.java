package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.StreamReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * A streamed answer: {@code messageStart}, content blocks one after the other, {@code messageStop}
 * with the reason, {@code metadata} with the usage; or an exception at any time.
 */
final class BedrockStream implements StreamReader {
  private final EventStreamFrames frames = new EventStreamFrames(this::message);
  private final AnswerSink sink;
  private Block block = new Block.Open();
  private int calls;
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable FinishReason finish;
  private boolean complete;
  private @Nullable Fault fault;

  BedrockStream(AnswerSink sink) {
    this.sink = sink;
  }

  /** The content block that is being streamed. */
  private sealed interface Block {
    /** Text or thoughts: their deltas say what they are. */
    record Open() implements Block {}

    /** JSON that is the answer's text. */
    record AnswerJson(boolean empty) implements Block {}

    record ToolCall(int index, boolean empty) implements Block {}

    /** Of a tool that Bedrock runs itself. */
    record Ignored() implements Block {}
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      frames.feed(bytes, offset, length);
    }
  }

  @Override
  public boolean finished() {
    return complete || fault != null || frames.damaged();
  }

  @Override
  public Ending end() {
    if (fault != null) {
      return new Ending.Broken(fault, usage);
    }
    if (frames.damaged() && !complete) {
      return broken("the stream is damaged or no event stream");
    }
    if (finish == null || (!complete && frames.withinMessage())) {
      return broken("the stream ended before the answer did");
    }
    sink.usage(usage);
    return new Ending.Completed(finish.label(), usage);
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage);
  }

  private void message(Message message) {
    if (finished()) {
      return;
    }
    switch (header(message, ":message-type").orElse("event")) {
      case "event" ->
          Json.read(message.getPayload())
              .ifPresent(event -> event(header(message, ":event-type").orElse(""), event));
      case "exception" ->
          fault =
              BedrockErrors.inStream(
                  header(message, ":exception-type").orElse(""), message.getPayload());
      default ->
          fault =
              BedrockErrors.inStream(
                  header(message, ":error-code").orElse(""),
                  Json.bytes(
                      generator -> {
                        generator.writeStartObject();
                        generator.writeStringField(
                            "message", header(message, ":error-message").orElse(""));
                        generator.writeEndObject();
                      }));
    }
  }

  private static Optional<String> header(Message message, String name) {
    HeaderValue value = message.getHeaders().get(name);
    try {
      return value == null ? Optional.empty() : Optional.of(value.getString());
    } catch (IllegalStateException e) {
      // Of another type than text.
      return Optional.empty();
    }
  }

  private void event(String type, JsonNode event) {
    switch (type) {
      case "messageStart" -> sink.start();
      case "contentBlockStart" -> start(event.path("start"));
      case "contentBlockDelta" -> delta(event.path("delta"));
      case "contentBlockStop" -> stop();
      case "messageStop" -> finish(event.path("stopReason").asText(""));
      case "metadata" -> {
        usage = BedrockUsage.read(event.path("usage"));
        complete = finish != null;
      }
      // Events that may yet be invented.
      default -> {}
    }
  }

  private void start(JsonNode start) {
    JsonNode use = start.path("toolUse");
    if (!use.isObject()) {
      block = start.isEmpty() ? new Block.Open() : new Block.Ignored();
    } else if (!BedrockResponse.clients(use)) {
      block = new Block.Ignored();
    } else if (use.path("name").asText().equals(AnswerTool.NAME)) {
      block = new Block.AnswerJson(true);
    } else {
      sink.call(0, calls, use.path("toolUseId").asText(), use.path("name").asText(), "");
      block = new Block.ToolCall(calls, true);
      calls++;
    }
  }

  private void delta(JsonNode delta) {
    if (delta.path("text").isTextual()) {
      sink.text(0, delta.path("text").textValue());
    } else if (delta.has("toolUse")) {
      json(delta.path("toolUse").path("input").asText(""));
    } else if (delta.has("reasoningContent")) {
      JsonNode reasoning = delta.path("reasoningContent");
      if (reasoning.path("text").isTextual()) {
        sink.thought(0, reasoning.path("text").textValue());
      } else if (reasoning.path("signature").isTextual()) {
        sink.signature(0, reasoning.path("signature").textValue());
      } else if (reasoning.path("redactedContent").isTextual()) {
        sink.redactedThought(0, reasoning.path("redactedContent").textValue());
      }
    }
  }

  private void json(String fragment) {
    if (fragment.isEmpty()) {
      return;
    }
    switch (block) {
      case Block.AnswerJson _ -> {
        sink.text(0, fragment);
        block = new Block.AnswerJson(false);
      }
      case Block.ToolCall(var index, var _) -> {
        sink.arguments(0, index, fragment);
        block = new Block.ToolCall(index, false);
      }
      case Block.Open _, Block.Ignored _ -> {}
    }
  }

  /** A tool without parameters gets no deltas, yet clients parse what they get as JSON. */
  private void stop() {
    if (block instanceof Block.ToolCall(var index, var empty) && empty) {
      sink.arguments(0, index, "{}");
    } else if (block instanceof Block.AnswerJson(var empty) && empty) {
      sink.text(0, "{}");
    }
    block = new Block.Open();
  }

  private void finish(String stopReason) {
    if (finish != null) {
      return;
    }
    switch (StopReason.of(stopReason, calls > 0)) {
      case StopReason.Unusable(Fault why) -> fault = why;
      case StopReason.Finished(FinishReason reason) -> {
        finish = reason;
        sink.finish(0, reason);
      }
    }
  }
}

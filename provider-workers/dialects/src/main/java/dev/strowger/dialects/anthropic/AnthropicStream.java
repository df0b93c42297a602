package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.StreamReader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A streamed message: {@code message_start}, content blocks one after the other, {@code
 * message_delta} with stop reason and usage, {@code message_stop}.
 */
final class AnthropicStream implements StreamReader {
  private final SseParser parser = new SseParser(this::event);
  private final AnswerSink sink;
  private Block block = new Block.Other();
  private int calls;
  private AnthropicUsage usage = AnthropicUsage.NONE;
  private @Nullable FinishReason finish;
  private boolean stopped;
  private @Nullable Fault fault;

  AnthropicStream(AnswerSink sink) {
    this.sink = sink;
  }

  /** The content block that is being streamed. */
  private sealed interface Block {
    /** Text, thinking, and blocks that are not shown: their deltas say what they are. */
    record Other() implements Block {}

    /** JSON that is the answer's text. */
    record AnswerJson(boolean empty) implements Block {}

    /**
     * @param empty whether no argument has come yet
     * @param input what the block's start gave as input
     */
    record ToolCall(int index, boolean empty, String input) implements Block {}
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      parser.feed(bytes, offset, length);
    }
  }

  @Override
  public boolean finished() {
    return stopped || fault != null || parser.overflown();
  }

  @Override
  public Ending end() {
    parser.end();
    if (fault != null) {
      return new Ending.Broken(fault, usage.tokens());
    }
    if (parser.overflown()) {
      return broken("an event of the stream is longer than " + SseParser.MAX_EVENT_BYTES);
    }
    if (finish == null) {
      return broken("the stream ended before the answer did");
    }
    sink.usage(usage.tokens());
    return new Ending.Completed(finish.label(), usage.tokens());
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage.tokens());
  }

  private void event(String type, byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    if (type.equals("error")) {
      fault = AnthropicErrors.fault(ErrorBody.read(bytes, offset, length), 200, Map.of());
      return;
    }
    Optional<AnthropicDelta> delta = AnthropicDelta.read(bytes, offset, length);
    if (delta.isPresent()) {
      delta(delta.get());
    } else {
      Json.read(bytes, offset, length).ifPresent(this::event);
    }
  }

  private void event(JsonNode event) {
    switch (event.path("type").asText()) {
      case "message_start" -> {
        usage = usage.with(event.path("message").path("usage"));
        sink.start();
      }
      case "content_block_start" -> start(event.path("content_block"));
      case "content_block_stop" -> stop();
      case "message_delta" -> messageDelta(event);
      case "message_stop" -> stopped = true;
      case "error" -> fault = AnthropicErrors.fault(ErrorBody.of(event), 200, Map.of());
      // Pings, and events that may yet be invented.
      default -> {}
    }
  }

  private void start(JsonNode content) {
    block = new Block.Other();
    switch (content.path("type").asText()) {
      case "text" -> sink.text(0, content.path("text").asText(""));
      case "thinking" -> sink.thought(0, content.path("thinking").asText(""));
      case "redacted_thinking" -> sink.redactedThought(0, content.path("data").asText());
      case "tool_use" -> {
        String name = content.path("name").asText();
        if (name.equals(AnswerTool.NAME)) {
          block = new Block.AnswerJson(true);
        } else {
          sink.call(0, calls, content.path("id").asText(), name, "");
          String input = AnthropicResponse.input(content.path("input"));
          block = new Block.ToolCall(calls, true, input);
          calls++;
        }
      }
      default -> {}
    }
  }

  private void delta(AnthropicDelta delta) {
    switch (delta.type()) {
      case "text_delta" -> sink.text(0, delta.value());
      case "signature_delta" -> sink.signature(0, delta.value());
      case "thinking_delta" -> sink.thought(0, delta.value());
      case "input_json_delta" -> json(delta.value());
      default -> {}
    }
  }

  private void json(String fragment) {
    if (fragment.isEmpty()) {
      return;
    }
    switch (block) {
      case Block.AnswerJson(var empty) -> {
        sink.text(0, fragment);
        block = new Block.AnswerJson(false);
      }
      case Block.ToolCall(var index, var empty, var input) -> {
        sink.arguments(0, index, fragment);
        block = new Block.ToolCall(index, false, input);
      }
      // Of a server's tool, which the client has not asked for.
      case Block.Other() -> {}
    }
  }

  /** A tool without parameters gets no deltas, yet clients parse what they get as JSON. */
  private void stop() {
    if (block instanceof Block.ToolCall(var index, var empty, var input) && empty) {
      sink.arguments(0, index, input);
    } else if (block instanceof Block.AnswerJson(var empty) && empty) {
      sink.text(0, "{}");
    }
    block = new Block.Other();
  }

  private void messageDelta(JsonNode event) {
    usage = usage.with(event.path("usage"));
    JsonNode reason = event.path("delta").path("stop_reason");
    if (!reason.isTextual() || finish != null) {
      return;
    }
    StopReason.finish(reason.textValue(), calls > 0)
        .ifPresentOrElse(
            known -> {
              finish = known;
              sink.finish(0, known);
            },
            () -> fault = StopReason.unknown(reason.textValue()));
  }
}

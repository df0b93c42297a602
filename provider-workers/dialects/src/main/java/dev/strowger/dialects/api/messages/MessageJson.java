package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's {@code message} object, with all members its description requires of the message and
 * of its usage. Blocks are without {@code citations} and {@code caller}: clients send blocks back
 * as they came, and Claude on Bedrock refuses requests that have these.
 */
final class MessageJson {
  /** What only Anthropic's own servers know. */
  private static final List<String> UNKNOWN_OF_USAGE =
      List.of("server_tool_use", "service_tier", "inference_geo", "speed");

  private MessageJson() {}

  static byte[] render(Dialect.Call call, Answer answer) {
    Answer.Choice choice = answer.choices().getFirst();
    return Json.bytes(
        json -> {
          json.writeStartObject();
          head(json, call);
          json.writeArrayFieldStart("content");
          for (Block block : choice.blocks()) {
            if (!nothing(block)) {
              block(json, block);
            }
          }
          json.writeEndArray();
          stop(json, stopReason(choice));
          usage(json, answer.usage());
          json.writeEndObject();
        });
  }

  /** The fields before the content. */
  static void head(JsonGenerator json, Dialect.Call call) throws IOException {
    json.writeStringField("id", id(call));
    json.writeStringField("type", "message");
    json.writeStringField("role", "assistant");
    json.writeStringField("model", call.model());
    json.writeNullField("container");
    json.writeNullField("diagnostics");
  }

  /**
   * Why it ended.
   *
   * @param reason null while it has not
   */
  static void stop(JsonGenerator json, @Nullable String reason) throws IOException {
    json.writeStringField("stop_reason", reason);
    json.writeNullField("stop_sequence");
    json.writeNullField("stop_details");
  }

  /** One id for a request, whoever answers it. */
  private static String id(Dialect.Call call) {
    return "msg_" + call.requestId().replaceFirst("^req[_-]", "");
  }

  /** The field {@code usage}; Anthropic counts cached input apart. */
  static void usage(JsonGenerator json, TokenUsage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField(
        "input_tokens", Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite()));
    json.writeNumberField("cache_creation_input_tokens", usage.cacheWrite());
    json.writeNumberField("cache_read_input_tokens", usage.cachedInput());
    json.writeNumberField("output_tokens", usage.output());
    if (usage.reasoning() > 0) {
      json.writeObjectFieldStart("output_tokens_details");
      json.writeNumberField("thinking_tokens", usage.reasoning());
      json.writeEndObject();
    } else {
      json.writeNullField("output_tokens_details");
    }
    cacheCreation(json, usage);
    for (String unknown : UNKNOWN_OF_USAGE) {
      json.writeNullField(unknown);
    }
    json.writeEndObject();
  }

  private static void cacheCreation(JsonGenerator json, TokenUsage usage) throws IOException {
    long forAnHour = usage.kinds().cacheWriteLong();
    if (forAnHour == 0) {
      json.writeNullField("cache_creation");
      return;
    }
    json.writeObjectFieldStart("cache_creation");
    json.writeNumberField("ephemeral_5m_input_tokens", usage.cacheWrite() - forAnHour);
    json.writeNumberField("ephemeral_1h_input_tokens", forAnHour);
    json.writeEndObject();
  }

  /**
   * @param calls whether there is a call, which clients look for only where the reason says so
   * @param refused whether the model refused in its own words
   */
  static String stopReason(FinishReason finish, boolean calls, boolean refused) {
    return switch (finish) {
      case LENGTH -> "max_tokens";
      case CONTENT_FILTER -> "refusal";
      case TOOL_CALLS -> "tool_use";
      case STOP -> calls ? "tool_use" : refused ? "refusal" : "end_turn";
    };
  }

  private static String stopReason(Answer.Choice choice) {
    List<Block> blocks = choice.blocks();
    return stopReason(
        choice.finish(),
        blocks.stream().anyMatch(Block.Call.class::isInstance),
        blocks.stream().anyMatch(Block.Refusal.class::isInstance));
  }

  /** Anthropic refuses an empty text when a client sends the message back. */
  private static boolean nothing(Block block) {
    return block instanceof Block.Text(var text) && text.isEmpty();
  }

  private static void block(JsonGenerator json, Block block) throws IOException {
    json.writeStartObject();
    switch (block) {
      case Block.Text(var text) -> text(json, text);
      case Block.Refusal(var text) -> text(json, text);
      case Block.Thought(var text, var signature) -> {
        json.writeStringField("type", "thinking");
        json.writeStringField("thinking", text);
        json.writeStringField("signature", signature);
      }
      case Block.RedactedThought(var data) -> {
        json.writeStringField("type", "redacted_thinking");
        json.writeStringField("data", data);
      }
      case Block.Call(var id, var name, var arguments, var signature) -> {
        json.writeStringField("type", "tool_use");
        json.writeStringField("id", new CallId(id, signature).write());
        json.writeStringField("name", name);
        json.writeFieldName("input");
        input(json, arguments);
      }
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String text) throws IOException {
    json.writeStringField("type", "text");
    json.writeStringField("text", text);
  }

  /** Cut off or not JSON at all: the client sees what came, and that it is no input. */
  private static void input(JsonGenerator json, String arguments) throws IOException {
    String text = arguments.isBlank() ? "{}" : arguments;
    if (Json.read(text.getBytes(StandardCharsets.UTF_8)).filter(n -> n.isObject()).isPresent()) {
      json.writeRawValue(text);
    } else {
      json.writeStartObject();
      json.writeStringField("invalid_json", arguments);
      json.writeEndObject();
    }
  }
}

package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's {@code chat.completion} object. */
final class CompletionJson {
  private CompletionJson() {}

  static byte[] render(Dialect.Call call, Answer answer) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id(call));
          json.writeStringField("object", "chat.completion");
          json.writeNumberField("created", call.createdSeconds());
          json.writeStringField("model", call.model());
          json.writeArrayFieldStart("choices");
          for (int index = 0; index < answer.choices().size(); index++) {
            choice(json, index, answer.choices().get(index));
          }
          json.writeEndArray();
          usage(json, answer.usage());
          json.writeEndObject();
        });
  }

  /** One id for a request, whoever answers it. */
  static String id(Dialect.Call call) {
    return "chatcmpl-" + call.requestId();
  }

  /** The field {@code usage}. */
  static void usage(JsonGenerator json, TokenUsage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", usage.input());
    json.writeNumberField("completion_tokens", usage.output());
    json.writeNumberField("total_tokens", usage.input() + usage.output());
    json.writeObjectFieldStart("prompt_tokens_details");
    json.writeNumberField("cached_tokens", usage.cachedInput());
    json.writeEndObject();
    json.writeObjectFieldStart("completion_tokens_details");
    json.writeNumberField("reasoning_tokens", usage.reasoning());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void choice(JsonGenerator json, int index, Choice choice) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    message(json, choice);
    json.writeNullField("logprobs");
    json.writeStringField("finish_reason", choice.finish().label());
    json.writeEndObject();
  }

  private static void message(JsonGenerator json, Choice choice) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    List<Block.Call> calls = new ArrayList<>();
    for (Block block : choice.blocks()) {
      switch (block) {
        case Block.Text(var more) -> text.append(more);
        case Block.Refusal(var more) -> refusal.append(more);
        case Block.Thought(var more, var signature) -> thoughts.append(more);
        case Block.RedactedThought _ -> {}
        case Block.Call call -> calls.add(call);
      }
    }
    json.writeObjectFieldStart("message");
    json.writeStringField("role", "assistant");
    if (text.isEmpty() && !(calls.isEmpty() && refusal.isEmpty())) {
      json.writeNullField("content");
    } else {
      json.writeStringField("content", text.toString());
    }
    json.writeStringField("refusal", refusal.isEmpty() ? null : refusal.toString());
    if (!thoughts.isEmpty()) {
      json.writeStringField("reasoning_content", thoughts.toString());
    }
    calls(json, calls);
    json.writeEndObject();
  }

  private static void calls(JsonGenerator json, List<Block.Call> calls) throws IOException {
    if (calls.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("tool_calls");
    for (Block.Call call : calls) {
      json.writeStartObject();
      json.writeStringField("id", call.id());
      json.writeStringField("type", "function");
      json.writeObjectFieldStart("function");
      json.writeStringField("name", call.name());
      json.writeStringField("arguments", call.arguments());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

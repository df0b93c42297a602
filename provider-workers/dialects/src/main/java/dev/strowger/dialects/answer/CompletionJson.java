package dev.strowger.dialects.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.json.Json;
import java.io.IOException;

/** OpenAI's {@code chat.completion} object. */
public final class CompletionJson {
  private CompletionJson() {}

  public static byte[] render(Dialect.Call call, Answer answer) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id(call));
          json.writeStringField("object", "chat.completion");
          json.writeNumberField("created", call.createdSeconds());
          json.writeStringField("model", call.model());
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", 0);
          message(json, answer);
          json.writeNullField("logprobs");
          json.writeStringField("finish_reason", answer.finish().label());
          json.writeEndObject();
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

  private static void message(JsonGenerator json, Answer answer) throws IOException {
    json.writeObjectFieldStart("message");
    json.writeStringField("role", "assistant");
    if (answer.text().isEmpty() && !answer.calls().isEmpty()) {
      json.writeNullField("content");
    } else {
      json.writeStringField("content", answer.text());
    }
    json.writeNullField("refusal");
    if (!answer.reasoning().isEmpty()) {
      json.writeStringField("reasoning_content", answer.reasoning());
    }
    if (!answer.calls().isEmpty()) {
      json.writeArrayFieldStart("tool_calls");
      for (Answer.Call call : answer.calls()) {
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
    json.writeEndObject();
  }
}

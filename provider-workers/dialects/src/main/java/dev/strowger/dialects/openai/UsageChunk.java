package dev.strowger.dialects.openai;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.json.Json;

/** The chunk without choices that ends a stream, for providers that have sent none. */
final class UsageChunk {
  private UsageChunk() {}

  /**
   * @param id of the stream's chunks; empty if they had none
   */
  static byte[] write(Call call, String id, OpenAiUsage usage) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id.isEmpty() ? "chatcmpl-" + call.requestId() : id);
          json.writeStringField(
              "object",
              call.api() == Api.COMPLETIONS ? "text_completion" : "chat.completion.chunk");
          json.writeNumberField("created", call.createdSeconds());
          json.writeStringField("model", call.model());
          json.writeArrayFieldStart("choices");
          json.writeEndArray();
          json.writeObjectFieldStart("usage");
          json.writeNumberField("prompt_tokens", usage.tokens().input());
          json.writeNumberField("completion_tokens", usage.tokens().output());
          json.writeNumberField("total_tokens", usage.tokens().input() + usage.tokens().output());
          json.writeObjectFieldStart("prompt_tokens_details");
          json.writeNumberField("cached_tokens", usage.tokens().cachedInput());
          json.writeEndObject();
          json.writeObjectFieldStart("completion_tokens_details");
          json.writeNumberField("reasoning_tokens", usage.tokens().reasoning());
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}

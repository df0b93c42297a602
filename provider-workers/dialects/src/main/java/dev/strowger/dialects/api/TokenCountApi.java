package dev.strowger.dialects.api;

import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;

/** Anthropic's count of tokens. Source: Anthropic's API reference, "Count tokens in a Message". */
public final class TokenCountApi {
  private TokenCountApi() {}

  /** Anthropic's {@code {"input_tokens": n}}. */
  public static byte[] write(long inputTokens) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeNumberField("input_tokens", inputTokens);
          json.writeEndObject();
        });
  }

  /** Counted here, for families that do not count; near the truth, not exact. */
  public static long estimate(Conversation conversation) {
    long characters = 0;
    for (Message message : conversation.messages()) {
      for (Part part : message.parts()) {
        characters += part instanceof Part.Text(String text) ? text.length() : 0;
      }
    }
    return Math.ceilDiv(characters, 4);
  }
}

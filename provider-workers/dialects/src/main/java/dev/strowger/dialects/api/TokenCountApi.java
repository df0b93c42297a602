package dev.strowger.dialects.api;

import dev.strowger.dialects.conversation.Conversation;
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

  /**
   * Counted here, for families that do not count: near the truth, not exact. Images count 1,600
   * tokens each, documents that are no text 3,000, audio 1,000.
   */
  public static long estimate(Conversation conversation) {
    return TokenEstimate.of(conversation);
  }

  /** Tokens of a text. */
  public static long estimate(String text) {
    return TokenEstimate.text(text);
  }
}

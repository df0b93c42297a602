package dev.strowger.dialects;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The APIs that clients speak at the door. */
public enum Api {
  /** OpenAI, {@code POST /v1/chat/completions}. */
  CHAT_COMPLETIONS,
  /** OpenAI, {@code POST /v1/completions}. */
  COMPLETIONS,
  /** OpenAI, {@code POST /v1/embeddings}. */
  EMBEDDINGS,
  /** OpenAI, {@code POST /v1/responses}. */
  RESPONSES,
  /** Anthropic, {@code POST /v1/messages}. */
  MESSAGES,
  /** Anthropic, {@code POST /v1/messages/count_tokens}. */
  COUNT_TOKENS;

  /** As it stands in records, e.g. {@code chat_completions}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Api> of(String label) {
    return Arrays.stream(values()).filter(api -> api.label().equals(label)).findFirst();
  }
}

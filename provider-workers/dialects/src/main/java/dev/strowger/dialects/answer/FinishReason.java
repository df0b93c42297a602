package dev.strowger.dialects.answer;

import java.util.Locale;

/** Why a model stopped, in OpenAI's terms. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  CONTENT_FILTER;

  /** As {@code finish_reason} has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.answer.FinishReason;

/** Anthropic's {@code stop_reason} in OpenAI's terms. */
final class StopReason {
  private StopReason() {}

  /**
   * @param calls whether the client sees a tool call; without one a JSON answer was given
   */
  static FinishReason finish(String stopReason, boolean calls) {
    return switch (stopReason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      case "tool_use" -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      // end_turn, stop_sequence, pause_turn, and what may come.
      default -> FinishReason.STOP;
    };
  }
}

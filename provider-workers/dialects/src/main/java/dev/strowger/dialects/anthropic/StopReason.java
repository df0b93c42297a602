package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ProviderWords;
import java.util.Optional;

/**
 * Anthropic's {@code stop_reason} in OpenAI's terms. Source: Anthropic's page "Handling stop
 * reasons".
 */
final class StopReason {
  private StopReason() {}

  /**
   * @param calls whether the client sees a tool call; without one a JSON answer was given
   * @return empty if there is no reason, or one that nobody knows
   */
  static Optional<FinishReason> finish(String stopReason, boolean calls) {
    return switch (stopReason) {
      case "end_turn", "stop_sequence" -> Optional.of(FinishReason.STOP);
      case "tool_use" -> Optional.of(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP);
      // A turn that was paused is not at its end.
      case "max_tokens", "model_context_window_exceeded", "pause_turn" ->
          Optional.of(FinishReason.LENGTH);
      case "refusal" -> Optional.of(FinishReason.CONTENT_FILTER);
      default -> Optional.empty();
    };
  }

  /** What stands in records: OpenAI's term, or Anthropic's own where there is none. */
  static String label(String stopReason) {
    return finish(stopReason, true).map(FinishReason::label).orElse(stopReason);
  }

  /** An answer that ended nobody knows why. */
  static Fault unknown(String stopReason) {
    return Fault.of(
        FailureKind.PROVIDER_ERROR,
        stopReason.isEmpty()
            ? "the answer has no stop reason"
            : "the answer has an unknown stop reason: " + ProviderWords.clean(stopReason));
  }
}

package dev.strowger.dialects.bedrock;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.FinishReason;

/** Converse's {@code stopReason} in OpenAI's terms. */
sealed interface StopReason {
  record Finished(FinishReason reason) implements StopReason {}

  /** It is no end of an answer. */
  record Unusable(Fault fault) implements StopReason {}

  /**
   * @param calls whether the client sees a tool call; without one a JSON answer was given
   */
  static StopReason of(String stopReason, boolean calls) {
    return switch (stopReason) {
      case "end_turn", "stop_sequence" -> new Finished(FinishReason.STOP);
      case "tool_use" -> new Finished(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP);
      case "max_tokens", "model_context_window_exceeded" -> new Finished(FinishReason.LENGTH);
      case "guardrail_intervened", "content_filtered" -> new Finished(FinishReason.CONTENT_FILTER);
      case "malformed_model_output", "malformed_tool_use" ->
          unusable("the model's output was malformed");
      case "" -> unusable("the answer says not why it ended");
      default -> unusable("the answer ended for a reason that is not known here");
    };
  }

  private static StopReason unusable(String message) {
    return new Unusable(Fault.of(FailureKind.PROVIDER_ERROR, message));
  }
}

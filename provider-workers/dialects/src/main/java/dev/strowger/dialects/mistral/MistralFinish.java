package dev.strowger.dialects.mistral;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.FinishReason;

/** Mistral's {@code finish_reason}. */
sealed interface MistralFinish {
  record Finished(FinishReason reason) implements MistralFinish {}

  record Failed(Fault fault) implements MistralFinish {}

  /**
   * @param reason empty if there was none
   * @param calls whether tools were called
   */
  static MistralFinish of(String reason, boolean calls) {
    return switch (reason) {
      case "stop" -> new Finished(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP);
      case "length", "model_length" -> new Finished(FinishReason.LENGTH);
      case "tool_calls" -> new Finished(FinishReason.TOOL_CALLS);
      case "content_filter" -> new Finished(FinishReason.CONTENT_FILTER);
      case "error" -> failed("the provider failed while it answered");
      case "" -> failed("the answer has no finish reason");
      default -> failed("the answer has an unknown finish reason");
    };
  }

  private static Failed failed(String message) {
    return new Failed(Fault.of(FailureKind.PROVIDER_ERROR, message));
  }
}

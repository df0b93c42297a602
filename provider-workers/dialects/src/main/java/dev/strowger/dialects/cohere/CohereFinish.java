package dev.strowger.dialects.cohere;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.FinishReason;

/** Cohere's {@code finish_reason}. */
sealed interface CohereFinish {
  record Finished(FinishReason reason) implements CohereFinish {}

  record Failed(Fault fault) implements CohereFinish {}

  /**
   * @param reason empty if there was none
   * @param calls whether tools were called
   */
  static CohereFinish of(String reason, boolean calls) {
    return switch (reason) {
      case "COMPLETE", "STOP_SEQUENCE" ->
          new Finished(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP);
      case "MAX_TOKENS" -> new Finished(FinishReason.LENGTH);
      case "TOOL_CALL" -> new Finished(FinishReason.TOOL_CALLS);
      case "ERROR_TOXIC" -> new Finished(FinishReason.CONTENT_FILTER);
      case "ERROR_LIMIT" -> failed(FailureKind.CONTEXT_LENGTH, "the context is full");
      case "TIMEOUT" -> failed(FailureKind.TIMEOUT, "the provider ran out of time");
      case "ERROR" -> failed(FailureKind.PROVIDER_ERROR, "the provider failed while it answered");
      case "" -> failed(FailureKind.PROVIDER_ERROR, "the answer has no finish reason");
      default -> failed(FailureKind.PROVIDER_ERROR, "the answer has an unknown finish reason");
    };
  }

  private static Failed failed(FailureKind kind, String message) {
    return new Failed(Fault.of(kind, message));
  }
}

package dev.strowger.dialects.ollama;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.FinishReason;

/** Ollama's {@code done_reason}. */
sealed interface OllamaFinish {
  record Finished(FinishReason reason) implements OllamaFinish {}

  record Failed(Fault fault) implements OllamaFinish {}

  /**
   * @param reason empty if there was none
   * @param calls whether tools were called
   */
  static OllamaFinish of(String reason, boolean calls) {
    return switch (reason) {
      case "stop" -> new Finished(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP);
      case "tool_calls" -> new Finished(FinishReason.TOOL_CALLS);
      case "length" -> new Finished(FinishReason.LENGTH);
      case "load", "unload" -> failed("the model was loaded or unloaded, not asked");
      case "" -> failed("the answer has no finish reason");
      default -> failed("the answer has an unknown finish reason");
    };
  }

  private static Failed failed(String message) {
    return new Failed(Fault.of(FailureKind.PROVIDER_ERROR, message));
  }
}

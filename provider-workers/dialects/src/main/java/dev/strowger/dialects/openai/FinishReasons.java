package dev.strowger.dialects.openai;

import dev.strowger.dialects.FailureKind;
import java.util.Optional;

/**
 * Finish reasons of OpenAI and of compatible servers, in OpenAI's terms. Sources: OpenAI's API
 * reference; Together ({@code eos}), DeepSeek ({@code insufficient_system_resource}), Z.ai ({@code
 * sensitive}, {@code network_error}), OpenRouter ({@code error}), vLLM and SGLang ({@code abort}).
 */
final class FinishReasons {
  private FinishReasons() {}

  /** Some servers send an empty text, or the text "null", where others send null. */
  static boolean none(String reason) {
    return reason.isEmpty() || reason.equals("null");
  }

  /** As OpenAI names it; empty if the answer did not come to an end of its own. */
  static Optional<String> standard(String reason) {
    return switch (reason) {
      case "stop", "length", "tool_calls", "content_filter", "function_call" -> Optional.of(reason);
      case "eos", "eos_token", "end_turn", "stop_sequence", "done" -> Optional.of("stop");
      case "max_tokens", "max_length", "model_length", "model_context_window_exceeded" ->
          Optional.of("length");
      case "tool_use", "tool_call" -> Optional.of("tool_calls");
      case "sensitive", "safety" -> Optional.of("content_filter");
      default -> Optional.empty();
    };
  }

  /** What a reason means that has no place in OpenAI's terms. */
  static FailureKind failure(String reason) {
    return switch (reason) {
      case "insufficient_system_resource" -> FailureKind.OVERLOADED;
      default -> FailureKind.PROVIDER_ERROR;
    };
  }
}

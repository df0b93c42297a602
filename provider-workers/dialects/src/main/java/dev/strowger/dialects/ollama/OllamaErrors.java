package dev.strowger.dialects.ollama;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import java.util.Map;

/**
 * What Ollama's errors mean: {@code {"error":"text"}}, without type or code. Source: Ollama's
 * document "Errors"; the phrases are those of its server.
 */
final class OllamaErrors {
  private OllamaErrors() {}

  /**
   * @param status of the response, which is 200 for an error in a stream
   */
  static Fault fault(ErrorBody error, int status, Map<String, String> headers) {
    return error.fault(kind(error, status), status, headers);
  }

  private static FailureKind kind(ErrorBody error, int status) {
    // A model that cannot do it; another target may.
    if (error.says("does not support")) {
      return FailureKind.UNSUPPORTED;
    }
    if (error.says(
        "exceeds the context length",
        "exceeded max context length",
        "exceeds the available context size",
        "input length exceeds",
        "prompt too long",
        "prompt is too long")) {
      return FailureKind.CONTEXT_LENGTH;
    }
    if (error.says("server busy", "maximum pending requests", "requires more system memory")) {
      return FailureKind.OVERLOADED;
    }
    boolean missing = error.says("model ") && error.says("not found");
    return switch (status) {
      case 200 -> missing ? FailureKind.NOT_FOUND : FailureKind.PROVIDER_ERROR;
      case 504 -> FailureKind.TIMEOUT;
      case 400 -> missing ? FailureKind.NOT_FOUND : FailureKind.BAD_REQUEST;
      default -> ErrorBody.kind(status);
    };
  }
}

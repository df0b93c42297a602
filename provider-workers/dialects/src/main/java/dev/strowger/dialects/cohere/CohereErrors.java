package dev.strowger.dialects.cohere;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import java.util.Map;

/** What Cohere's errors mean. Source: API reference, "Errors". */
final class CohereErrors {
  /** A request or response with a word from Cohere's deny list. */
  private static final int DENIED_TOKEN = 498;

  private CohereErrors() {}

  /**
   * @param status of the response, which is 200 for an error in a stream
   */
  static Fault fault(ErrorBody error, int status, Map<String, String> headers) {
    return error.fault(kind(error, status), status, headers);
  }

  /** What broke a stream, in the provider's words. */
  static Fault failure(String words, Fault otherwise) {
    ErrorBody error = ErrorBody.of(words, "");
    FailureKind kind = kindOfWords(error, 200);
    return error.fault(kind == FailureKind.PROVIDER_ERROR ? otherwise.kind() : kind, 200, Map.of());
  }

  private static FailureKind kind(ErrorBody error, int status) {
    return switch (status) {
      case DENIED_TOKEN -> FailureKind.CONTENT_FILTER;
      case 501 -> FailureKind.UNSUPPORTED;
      case 504 -> FailureKind.TIMEOUT;
      case 200, 400, 422 -> kindOfWords(error, status);
      default -> ErrorBody.kind(status);
    };
  }

  private static FailureKind kindOfWords(ErrorBody error, int status) {
    if (error.says("too many tokens: max tokens")) {
      return FailureKind.BAD_REQUEST;
    }
    if (error.says("too many tokens", "maximum context length", "exceeds the context")) {
      return FailureKind.CONTEXT_LENGTH;
    }
    // Of a model, not of the request: another target may do it.
    if (error.says("is not supported", "does not support", "not supported by")) {
      return FailureKind.UNSUPPORTED;
    }
    return ErrorBody.kind(status);
  }
}

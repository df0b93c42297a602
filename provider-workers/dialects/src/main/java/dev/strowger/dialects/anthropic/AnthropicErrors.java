package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import java.util.Map;

/** What Anthropic's errors mean, in a response and in a stream. Source: API reference, "Errors". */
final class AnthropicErrors {
  private AnthropicErrors() {}

  /**
   * @param status of the response, which is 200 for an error in a stream
   */
  static Fault fault(ErrorBody error, int status, Map<String, String> headers) {
    return error.fault(kind(error, status), status, headers);
  }

  private static FailureKind kind(ErrorBody error, int status) {
    return switch (error.type()) {
      case "invalid_request_error" -> invalidRequest(error, status);
      case "authentication_error", "permission_error" -> FailureKind.AUTHENTICATION;
      case "billing_error", "rate_limit_error" -> FailureKind.RATE_LIMITED;
      case "not_found_error" -> FailureKind.NOT_FOUND;
      case "request_too_large" -> FailureKind.CONTEXT_LENGTH;
      case "timeout_error" -> FailureKind.TIMEOUT;
      case "overloaded_error" -> FailureKind.OVERLOADED;
      case "api_error" -> status == 503 ? FailureKind.OVERLOADED : FailureKind.PROVIDER_ERROR;
      default -> ErrorBody.kind(status);
    };
  }

  private static FailureKind invalidRequest(ErrorBody error, int status) {
    if (error.says("prompt is too long", "exceed context limit", "exceed the context")) {
      return FailureKind.CONTEXT_LENGTH;
    }
    // Comes as a 400, yet it is our account that is at fault, not the client's request.
    if (error.says("credit balance is too low", "usage limits")) {
      return FailureKind.RATE_LIMITED;
    }
    if (error.says("content filtering policy")) {
      return FailureKind.CONTENT_FILTER;
    }
    // "May also be used for other 4XX status codes."
    return status == 200 || status == 400 ? FailureKind.BAD_REQUEST : ErrorBody.kind(status);
  }
}

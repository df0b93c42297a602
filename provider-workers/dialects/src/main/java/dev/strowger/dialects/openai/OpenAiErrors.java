package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import java.util.Map;

/**
 * What errors of OpenAI and of compatible servers mean. Source: OpenAI's guide "Error codes"; the
 * phrases for a full context are those of vLLM, llama.cpp and Ollama, which send no code for it.
 */
final class OpenAiErrors {
  private OpenAiErrors() {}

  static Fault fault(Response response) {
    return fault(ErrorBody.read(response.body()), response.status(), response.headers());
  }

  /**
   * @param status of the response, which may be 200 for an error in a body or a stream
   */
  static Fault fault(ErrorBody error, int status, Map<String, String> headers) {
    return error.fault(kind(error, status), status, headers);
  }

  private static FailureKind kind(ErrorBody error, int status) {
    return switch (error.code()) {
      case "context_length_exceeded" -> FailureKind.CONTEXT_LENGTH;
      case "content_filter", "content_policy_violation" -> FailureKind.CONTENT_FILTER;
      case "insufficient_quota", "rate_limit_exceeded", "billing_hard_limit_reached" ->
          FailureKind.RATE_LIMITED;
      case "invalid_api_key" -> FailureKind.AUTHENTICATION;
      case "model_not_found" -> FailureKind.NOT_FOUND;
      default -> kindOfType(error, status);
    };
  }

  private static FailureKind kindOfType(ErrorBody error, int status) {
    if (error.type().equals("exceed_context_size_error") || contextFull(error, status)) {
      return FailureKind.CONTEXT_LENGTH;
    }
    if (status >= 400) {
      return ErrorBody.kind(status);
    }
    if (error.embeddedStatus() != 0) {
      return ErrorBody.kind(error.embeddedStatus());
    }
    return switch (error.type()) {
      case "invalid_request_error", "badrequesterror" -> FailureKind.BAD_REQUEST;
      case "authentication_error", "permission_error" -> FailureKind.AUTHENTICATION;
      case "not_found_error", "notfounderror" -> FailureKind.NOT_FOUND;
      case "rate_limit_error", "insufficient_quota", "tokens", "requests" ->
          FailureKind.RATE_LIMITED;
      case "overloaded_error", "unavailable_error", "service_unavailable" -> FailureKind.OVERLOADED;
      case "timeout", "timeout_error" -> FailureKind.TIMEOUT;
      default -> FailureKind.PROVIDER_ERROR;
    };
  }

  private static boolean contextFull(ErrorBody error, int status) {
    return status < 500
        && status != 429
        && error.says(
            "maximum context length",
            "context length exceeded",
            "exceeds the context",
            "exceeds the available context size",
            "exceed context window",
            "prompt is too long");
  }
}

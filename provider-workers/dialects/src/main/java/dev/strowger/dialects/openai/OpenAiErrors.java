package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import java.util.Map;

/**
 * What errors of OpenAI and of compatible servers mean. The code says most where there is one, then
 * words that are known, then the status, then the type. Source: the error pages of the providers
 * named in the tests.
 */
final class OpenAiErrors {
  private OpenAiErrors() {}

  static Fault fault(Response response) {
    return fault(ErrorBody.read(response.body()), response, new Choices());
  }

  /**
   * @param response whose status may be 200 for an error in a body or a stream
   * @param choices what stood beside the error; a finish reason may tell more than its words
   */
  static Fault fault(ErrorBody error, Response response, Choices choices) {
    FailureKind kind = kind(error, response.status());
    if (kind == FailureKind.PROVIDER_ERROR && !choices.badReason().isEmpty()) {
      kind = FinishReasons.failure(choices.badReason());
    }
    Map<String, String> headers = response.headers();
    return error.fault(kind, response.status(), headers);
  }

  private static FailureKind kind(ErrorBody error, int status) {
    return ErrorCodes.kind(error.code()).orElseGet(() -> kindOfWords(error, status));
  }

  private static FailureKind kindOfWords(ErrorBody error, int status) {
    if (error.type().equals("exceed_context_size_error") || contextFull(error, status)) {
      return FailureKind.CONTEXT_LENGTH;
    }
    if (error.type().equals("content_filter")
        || error.says(
            "content exists risk",
            "violates usage guidelines",
            "requires moderation",
            "considered high risk",
            "content management policy")) {
      return FailureKind.CONTENT_FILTER;
    }
    if (error.code().startsWith("throttling")) {
      return FailureKind.RATE_LIMITED;
    }
    if (status == 400 && error.says("incorrect api key provided", "invalid api key")) {
      return FailureKind.AUTHENTICATION;
    }
    return switch (error.type()) {
      case "invalid_model", "model_not_found" -> FailureKind.NOT_FOUND;
      // Moonshot sends it with a 429.
      case "engine_overloaded_error" -> FailureKind.OVERLOADED;
      default -> kindOfStatus(error, status);
    };
  }

  private static FailureKind kindOfStatus(ErrorBody error, int status) {
    int said = status >= 400 ? status : error.embeddedStatus();
    return switch (said) {
      case 0 -> kindOfType(error);
      // Fireworks: a suspended account; Groq: no capacity left for flex processing.
      case 412 ->
          error.says("suspended", "spending") ? FailureKind.RATE_LIMITED : ErrorBody.kind(said);
      case 498 -> FailureKind.OVERLOADED;
      default -> ErrorBody.kind(said);
    };
  }

  private static FailureKind kindOfType(ErrorBody error) {
    return switch (error.type()) {
      case "invalid_request_error", "badrequesterror" -> FailureKind.BAD_REQUEST;
      case "authentication_error", "permission_error", "invalid_authentication_error" ->
          FailureKind.AUTHENTICATION;
      case "not_found_error", "notfounderror", "resource_not_found_error" -> FailureKind.NOT_FOUND;
      case "rate_limit_error",
          "insufficient_quota",
          "tokens",
          "requests",
          "too_many_requests_error",
          "rate_limit_reached_error",
          "exceeded_current_quota_error" ->
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
            "maximum prompt length",
            "maximum supported sequence length",
            "maximum model length",
            "context length exceeded",
            "model's context length",
            "exceeds the context",
            "exceeds the available context size",
            "exceed context window",
            "exceeded model token limit",
            "range of input length should be",
            "inputs` tokens + `max_new_tokens`",
            "prompt is too long",
            "reduce the length of the messages");
  }
}

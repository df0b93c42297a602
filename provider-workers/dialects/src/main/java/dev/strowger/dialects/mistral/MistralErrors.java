package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import java.util.Map;

/**
 * What Mistral's errors mean: {@code {"object":"error","message","type","code"}} where the message
 * may hold a list of problems, {@code {"detail":[…]}} and {@code {"message","request_id"}}. Source:
 * the error bodies quoted in public reports, cited with the golden files.
 */
final class MistralErrors {
  private MistralErrors() {}

  static Fault fault(byte[] body, int status, Map<String, String> headers) {
    return Json.read(body)
        .map(json -> fault(json, status, headers))
        .orElseGet(() -> ErrorBody.read(body).fault(ErrorBody.kind(status), status, headers));
  }

  /**
   * @param status of the response, which is 200 for an error in a stream
   */
  static Fault fault(JsonNode json, int status, Map<String, String> headers) {
    ErrorBody error = error(json);
    int meant = status == 200 ? json.path("raw_status_code").asInt(status) : status;
    return error.fault(kind(error, meant), status, headers);
  }

  private static ErrorBody error(JsonNode json) {
    ErrorBody outer = ErrorBody.of(json);
    if (json.path("message").isObject() && outer.message().isEmpty()) {
      ErrorBody inner = ErrorBody.of(json.path("message"));
      return new ErrorBody(
          inner.message(), outer.type(), outer.code(), outer.param(), outer.retryAfter());
    }
    return outer;
  }

  private static FailureKind kind(ErrorBody error, int status) {
    return switch (error.type()) {
      case "invalid_model" -> FailureKind.NOT_FOUND;
      case "rate_limited", "rate_limit_exceeded", "service_tier_capacity_exceeded" ->
          FailureKind.RATE_LIMITED;
      case "unreachable_backend" -> FailureKind.OVERLOADED;
      case "context_length_exceeded" -> FailureKind.CONTEXT_LENGTH;
      case "content_filter", "guardrail_violation" -> FailureKind.CONTENT_FILTER;
      default -> kindOfWords(error, status);
    };
  }

  private static FailureKind kindOfWords(ErrorBody error, int status) {
    if (status < 500 && status != 429) {
      if (error.says("maximum context length", "too large for model", "exceeds the context")) {
        return FailureKind.CONTEXT_LENGTH;
      }
      if (error.says("invalid model")) {
        return FailureKind.NOT_FOUND;
      }
      if (error.says("guardrail", "moderation")) {
        return FailureKind.CONTENT_FILTER;
      }
      // Of a model, not of the request: another target may do it.
      if (error.says("not supported", "does not support", "not enabled for this model")) {
        return FailureKind.UNSUPPORTED;
      }
    }
    return status == 504 ? FailureKind.TIMEOUT : ErrorBody.kind(status);
  }
}

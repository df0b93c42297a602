package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Google's errors mean, in a response and in a stream: {@code {"error":{"code","message",
 * "status","details"}}}, alone or in an array. Source: Google's API design guide (google.rpc.Code,
 * ErrorInfo, RetryInfo) and the Gemini API's troubleshooting guide.
 */
final class GeminiErrors {
  private static final Pattern DELAY = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private GeminiErrors() {}

  /** A response that is not what was asked for. */
  static Fault fault(Response response) {
    JsonNode body = Json.read(response.body()).orElse(MissingNode.getInstance());
    boolean good = response.status() >= 200 && response.status() < 300;
    return good && error(body).isEmpty()
        ? ErrorBody.unreadable(response.status(), response.headers(), response.body())
        : fault(body, response.status(), response.headers());
  }

  /** The error a body speaks of, if it does. */
  static Optional<JsonNode> error(JsonNode body) {
    JsonNode node = body.isArray() ? body.path(0) : body;
    return Optional.of(node.path("error")).filter(error -> error.isObject() || error.isTextual());
  }

  /**
   * @param status of the response, which is 200 for an error in a stream
   */
  static Fault fault(JsonNode body, int status, Map<String, String> headers) {
    ErrorBody error = ErrorBody.of(body);
    JsonNode details = error(body).map(node -> node.path("details")).orElse(body.path("details"));
    Fault fault = error.fault(kind(error, details, status), status, headers);
    return fault.retryAfter().isPresent()
        ? fault
        : new Fault(
            fault.kind(), fault.httpStatus(), fault.message(), fault.param(), delay(details));
  }

  private static FailureKind kind(ErrorBody error, JsonNode details, int status) {
    if (keyIsAtFault(error, details)) {
      return FailureKind.AUTHENTICATION;
    }
    return switch (error.type()) {
      case "invalid_argument", "out_of_range" -> invalid(error);
      // Our account's country or billing, or the state of what is called; never the request.
      case "failed_precondition" ->
          error.says("location", "billing", "free tier")
              ? FailureKind.AUTHENTICATION
              : FailureKind.PROVIDER_ERROR;
      case "unauthenticated", "permission_denied" -> FailureKind.AUTHENTICATION;
      case "not_found" -> FailureKind.NOT_FOUND;
      case "resource_exhausted" -> FailureKind.RATE_LIMITED;
      case "unavailable" -> FailureKind.OVERLOADED;
      case "deadline_exceeded" -> FailureKind.TIMEOUT;
      case "internal", "unknown", "data_loss", "aborted", "cancelled" -> FailureKind.PROVIDER_ERROR;
      case "unimplemented" -> FailureKind.UNSUPPORTED;
      default -> {
        int embedded = error.embeddedStatus();
        yield ErrorBody.kind(status < 300 && embedded > 0 ? embedded : status);
      }
    };
  }

  /** A wrong key comes as a 400. */
  private static boolean keyIsAtFault(ErrorBody error, JsonNode details) {
    for (JsonNode detail : details) {
      if (detail.path("reason").asText().startsWith("API_KEY_")) {
        return true;
      }
    }
    return error.says("api key not valid", "api key expired", "api key not found");
  }

  private static FailureKind invalid(ErrorBody error) {
    if (error.says("input token count", "maximum number of tokens", "payload size exceeds")) {
      return FailureKind.CONTEXT_LENGTH;
    }
    return error.says("responsible ai") ? FailureKind.CONTENT_FILTER : FailureKind.BAD_REQUEST;
  }

  /** {@code RetryInfo}, e.g. {@code "retryDelay": "34.07s"}. */
  private static Optional<Duration> delay(JsonNode details) {
    for (JsonNode detail : details) {
      String text = detail.path("retryDelay").asText("");
      if (DELAY.matcher(text).matches()) {
        BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
        Duration delay =
            Duration.ofMillis(
                seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue());
        return Optional.of(delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay);
      }
    }
    return Optional.empty();
  }
}

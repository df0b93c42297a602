package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import java.util.Locale;
import java.util.Map;

/**
 * What Bedrock's errors mean, in a response and in a stream. The type stands in the header {@code
 * x-amzn-errortype}, in {@code __type}, or in the message's headers. Source: the Amazon Bedrock API
 * reference, "Converse", and the user guide, "Troubleshooting Amazon Bedrock API error codes".
 */
final class BedrockErrors {
  private BedrockErrors() {}

  static Fault fault(Response response) {
    JsonNode body = Json.read(response.body()).orElse(MissingNode.getInstance());
    String type = response.headers().getOrDefault("x-amzn-errortype", "");
    if (type.isEmpty()) {
      type = body.path("__type").asText(body.path("code").asText(""));
    }
    return fault(type, body, response.status(), response.headers());
  }

  /** An exception in a stream, whose status was 200. */
  static Fault inStream(String type, byte[] payload) {
    return fault(type, Json.read(payload).orElse(MissingNode.getInstance()), 200, Map.of());
  }

  private static Fault fault(String type, JsonNode body, int status, Map<String, String> headers) {
    String message = body.path("message").asText(body.path("Message").asText(""));
    // What stands between, a proxy or the gateway of an organisation, has a form of its own.
    String words = message.isEmpty() ? ErrorBody.of(body).message() : message;
    ErrorBody error = ErrorBody.of(words, name(type));
    return error.fault(kind(error, status), status, headers);
  }

  /** {@code namespace#Name:http://…} is {@code name}. */
  private static String name(String type) {
    String name = type.substring(type.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return (colon < 0 ? name : name.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
  }

  private static FailureKind kind(ErrorBody error, int status) {
    return switch (error.type()) {
      case "validationexception" -> validation(error);
      case "accessdeniedexception",
          "unrecognizedclientexception",
          "invalidsignatureexception",
          "incompletesignatureexception",
          "incompletesignature",
          "expiredtokenexception",
          "expiredtoken",
          "missingauthenticationtokenexception",
          "missingauthenticationtoken",
          "notauthorized",
          "optinrequired" ->
          FailureKind.AUTHENTICATION;
      case "resourcenotfoundexception" -> FailureKind.NOT_FOUND;
      case "throttlingexception", "servicequotaexceededexception", "toomanyrequestsexception" ->
          FailureKind.RATE_LIMITED;
      case "modeltimeoutexception" -> FailureKind.TIMEOUT;
      case "modelnotreadyexception", "serviceunavailableexception", "serviceunavailable" ->
          FailureKind.OVERLOADED;
      case "modelerrorexception", "modelstreamerrorexception", "internalserverexception" ->
          FailureKind.PROVIDER_ERROR;
      // Also where a proxy has left the type out.
      default ->
          switch (status) {
            case 200 -> FailureKind.PROVIDER_ERROR;
            case 400 -> validation(error);
            default -> ErrorBody.kind(status);
          };
    };
  }

  /** One type for whatever is wrong with a call; only the words tell what. */
  private static FailureKind validation(ErrorBody error) {
    if (error.says(
        "input is too long",
        "prompt is too long",
        "too many input tokens",
        "exceed context limit",
        "exceeds the maximum number of tokens",
        "maximum context length",
        "context window")) {
      return FailureKind.CONTEXT_LENGTH;
    }
    if (error.says("content filtering policy", "blocked by content filter")) {
      return FailureKind.CONTENT_FILTER;
    }
    if (error.says("model identifier is invalid", "on-demand throughput", "reached the end of")) {
      return FailureKind.NOT_FOUND;
    }
    // Another target can do what this model cannot.
    return error.says(
            "doesn't support",
            "does not support",
            "isn't supported",
            "is not supported",
            "are not supported",
            "is deprecated for this model",
            "cannot be provided in the same turn")
        ? FailureKind.UNSUPPORTED
        : FailureKind.BAD_REQUEST;
  }
}

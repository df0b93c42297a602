package dev.strowger.dialects.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An error object as providers write it. The shapes read: {@code {"error":{"message","type","code",
 * "param"}}} (OpenAI, Anthropic), the same in an array, {@code {"error":"text"}}, {@code
 * {"message"}} and {@code {"detail"}}.
 *
 * @param message the provider's own words, not yet cleaned; empty if there were none
 * @param type lower case, empty if there was none
 * @param code lower case, empty if there was none
 */
public record ErrorBody(String message, String type, String code, Optional<String> param) {
  private static final ErrorBody NONE = new ErrorBody("", "", "", Optional.empty());

  /** The error in a whole body; without words if there is none that can be read. */
  public static ErrorBody read(byte[] body) {
    return read(body, 0, body.length);
  }

  /** The error in an event of a stream. */
  public static ErrorBody read(byte[] bytes, int offset, int length) {
    return Json.read(bytes, offset, length).map(ErrorBody::of).orElse(NONE);
  }

  /** The error in a parsed body, or in the value of its {@code error} field. */
  public static ErrorBody of(JsonNode body) {
    JsonNode node = body.isArray() && !body.isEmpty() ? body.get(0) : body;
    JsonNode error = node.hasNonNull("error") ? node.get("error") : node;
    if (error.isTextual()) {
      return new ErrorBody(error.textValue(), "", text(node, "code"), Optional.empty());
    }
    return new ErrorBody(
        message(error),
        text(error, error.path("type").isTextual() ? "type" : "status"),
        text(error, "code"),
        Optional.of(error.path("param").asText("")).filter(p -> !p.isEmpty()));
  }

  /** The HTTP status some servers put into the body ({@code "code": 429}); 0 if there is none. */
  public int embeddedStatus() {
    return code.matches("[45]\\d\\d") ? Integer.parseInt(code) : 0;
  }

  /** Whether the message has one of these phrases, given in lower case. */
  public boolean says(String... phrases) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (String phrase : phrases) {
      if (lower.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  /** This error as a fault, with what the status says where the body says nothing. */
  public Fault fault(FailureKind kind, int status, Map<String, String> headers) {
    String words = ProviderWords.clean(message);
    return new Fault(
        kind,
        status,
        words.isEmpty() ? "HTTP " + status + " without a readable error" : words,
        param,
        RetryAfter.read(headers));
  }

  /** What a status of 400 and up means by itself. */
  public static FailureKind kind(int status) {
    return switch (status) {
      case 400, 422 -> FailureKind.BAD_REQUEST;
      case 401, 403 -> FailureKind.AUTHENTICATION;
      case 402, 429 -> FailureKind.RATE_LIMITED;
      case 404 -> FailureKind.NOT_FOUND;
      case 408 -> FailureKind.TIMEOUT;
      case 413 -> FailureKind.CONTEXT_LENGTH;
      case 503, 529 -> FailureKind.OVERLOADED;
      default -> FailureKind.PROVIDER_ERROR;
    };
  }

  /** An answer with a good status that is no answer at all, e.g. a proxy's page. */
  public static Fault unreadable(int status, Map<String, String> headers, byte[] body) {
    String start = new String(body, 0, Math.min(body.length, 256), StandardCharsets.UTF_8).strip();
    boolean html =
        headers.getOrDefault("content-type", "").contains("html") || start.startsWith("<");
    String what = html ? "an HTML page" : body.length == 0 ? "an empty body" : "no valid answer";
    return new Fault(
        FailureKind.PROVIDER_ERROR,
        status,
        "HTTP " + status + " with " + what,
        Optional.empty(),
        Optional.empty());
  }

  private static String message(JsonNode error) {
    for (String name : new String[] {"message", "detail", "msg"}) {
      JsonNode value = error.path(name);
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.isContainerNode() && !value.isEmpty()) {
        // FastAPI lists problems; its "input" fields would quote the prompt.
        JsonNode first = value.isArray() ? value.get(0) : value;
        return first.path("msg").asText(first.path("message").asText(""));
      }
    }
    return "";
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText().toLowerCase(Locale.ROOT) : "";
  }
}

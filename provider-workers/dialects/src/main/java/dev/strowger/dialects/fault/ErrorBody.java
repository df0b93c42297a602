package dev.strowger.dialects.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
 * @param retryAfter when the body asks to be called again, where it does
 */
public record ErrorBody(
    String message,
    String type,
    String code,
    Optional<String> param,
    Optional<Duration> retryAfter) {
  private static final ErrorBody NONE =
      new ErrorBody("", "", "", Optional.empty(), Optional.empty());

  /** Words that stand elsewhere than in an error object. */
  public static ErrorBody of(String message, String type) {
    return new ErrorBody(message, type, "", Optional.empty(), Optional.empty());
  }

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
      String words = error.textValue();
      return new ErrorBody(words, "", text(node, "code"), Optional.empty(), Waits.inWords(words));
    }
    String words = message(error) + behind(error.path("metadata"));
    return new ErrorBody(
        words,
        text(error, error.path("type").isTextual() ? "type" : "status"),
        text(error, "code"),
        Optional.of(error.path("param").asText("")).filter(p -> !p.isEmpty() && !p.equals("null")),
        Waits.inJson(error).or(() -> Waits.inWords(words)));
  }

  /** What an aggregator tells of the provider it asked: {@code provider_name} and {@code raw}. */
  private static String behind(JsonNode metadata) {
    String name = metadata.path("provider_name").asText("");
    JsonNode raw = metadata.path("raw");
    String words = "";
    if (raw.isTextual()) {
      String text = raw.textValue();
      words =
          Json.read(text.getBytes(StandardCharsets.UTF_8))
              .filter(JsonNode::isContainerNode)
              .map(json -> of(json).message())
              .orElse(text);
    } else if (raw.isObject()) {
      words = message(raw.hasNonNull("error") ? raw.get("error") : raw);
    }
    String said = name.isEmpty() || words.isEmpty() ? name + words : name + ": " + words;
    return said.isEmpty() ? "" : " (" + said + ")";
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
        RetryAfter.read(headers)
            .or(() -> retryAfter)
            .or(
                () ->
                    kind == FailureKind.RATE_LIMITED
                        ? RetryAfter.limits(headers)
                        : Optional.empty()));
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
    for (String name : new String[] {"message", "detail", "msg", "title"}) {
      JsonNode value = error.path(name);
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.isContainerNode() && !value.isEmpty()) {
        // FastAPI lists problems; its "input" fields would quote the prompt.
        JsonNode first = value.isArray() ? value.get(0) : value;
        return first
            .path("msg")
            .asText(first.path("message").asText(first.path("error").asText("")));
      }
    }
    return "";
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText().toLowerCase(Locale.ROOT) : "";
  }
}

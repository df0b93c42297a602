package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Leaves the scan of a body at the first thing OpenAI's API would refuse. Carries no trace. */
final class BadBody extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_ECHO_CHARS = 64;

  private final transient OpenAiError error;

  BadBody(String code, @Nullable String param, String message) {
    super(message);
    this.error = OpenAiError.invalid(400, code, param, message);
  }

  static BadBody missing(String param) {
    return new BadBody(
        "missing_required_parameter", param, "The required parameter '" + param + "' is missing.");
  }

  static BadBody type(String param, String expected, JsonParser json) throws IOException {
    return new BadBody(
        "invalid_type",
        param,
        "Invalid type for '" + param + "': expected " + expected + ", got " + kind(json) + ".");
  }

  /**
   * @param kind integer or decimal
   * @param bound e.g. "at least 1"
   * @param code below_min_value or above_max_value
   */
  static BadBody range(String param, String kind, String bound, String code, JsonParser json)
      throws IOException {
    return new BadBody(
        kind + "_" + code,
        param,
        "Invalid '" + param + "': expected " + bound + ", got " + echo(json.getText()) + ".");
  }

  OpenAiError error() {
    return error;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  static String echo(String text) {
    String shown = text.length() <= MAX_ECHO_CHARS ? text : text.substring(0, MAX_ECHO_CHARS) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  private static String kind(JsonParser json) {
    JsonToken token = json.currentToken();
    return switch (token) {
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a decimal";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "nothing";
    };
  }
}

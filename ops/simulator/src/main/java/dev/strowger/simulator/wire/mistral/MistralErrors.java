package dev.strowger.simulator.wire.mistral;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/**
 * Mistral's errors: an object that calls itself one; for 422 a list of what is wrong where, taken
 * from a message "member: what"; for 401 a bare detail.
 */
record MistralErrors() implements ErrorShape {
  static final String FORBIDDEN = "Extra inputs are not permitted";

  @Override
  public Written write(Failure failure) {
    return switch (failure.status()) {
      case 401 -> failure.with("{\"detail\":\"Unauthorized\"}");
      case 422 -> failure.with(invalid(failure.message()));
      case 400 ->
          failure.with(
              failure.message().contains("model")
                  ? object(failure.message(), "invalid_model", "\"1500\"")
                  : object(failure.message(), "invalid_request_error", "null"));
      case 429 ->
          failure.with(object(failure.message(), "service_tier_capacity_exceeded", "\"3505\""));
      default -> failure.with(object(failure.message(), "internal_server_error", "\"3000\""));
    };
  }

  private static String invalid(String message) {
    int colon = message.indexOf(": ");
    String member = colon < 0 ? "" : "," + Json.quoted(message.substring(0, colon));
    String what = colon < 0 ? message : message.substring(colon + 2);
    return """
    {"detail":[{"type":"%s","loc":["body"%s],"msg":%s,"input":null}]}"""
        .formatted(
            what.equals(FORBIDDEN) ? "extra_forbidden" : "missing", member, Json.quoted(what));
  }

  private static String object(String message, String type, String code) {
    return """
    {"object":"error","message":%s,"type":"%s","param":null,"code":%s}"""
        .formatted(Json.quoted(message), type, code);
  }
}

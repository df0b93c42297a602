package dev.strowger.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the console.
 *
 * @param body becomes JSON
 * @param shown whose prompts or answers can be read in it
 */
record Reply(int status, Object body, Optional<Shown> shown) {
  /**
   * @param parts e.g. {@code prompt,answer}
   */
  record Shown(String tenant, String requestId, String parts) {}

  Reply(int status, Object body) {
    this(status, body, Optional.empty());
  }

  static Reply ok(Object body) {
    return new Reply(200, body);
  }

  /** {@code {"error":{"message","type","param","code"}}}, as the apps' door shapes its errors. */
  static Reply error(int status, String code, Optional<String> param, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("type", type(status));
    error.put("param", param.orElse(null));
    error.put("code", code);
    return new Reply(status, Map.of("error", error));
  }

  private static String type(int status) {
    if (status == 401) {
      return "authentication_error";
    }
    return status < 500 ? "invalid_request_error" : "server_error";
  }
}

package dev.strowger.console;

import java.util.Optional;

/** A call that cannot be served, as the caller is told; thrown by endpoints, caught by the door. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String param;

  private Refusal(int status, String code, String param, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  static Refusal of(int status, String code, String message) {
    return new Refusal(status, code, "", message);
  }

  static Refusal badParam(String param, String message) {
    return new Refusal(400, "invalid_value", param, message);
  }

  static Refusal notFound(String message) {
    return of(404, "not_found", message);
  }

  int status() {
    return status;
  }

  Reply reply() {
    return Reply.error(status, code, Optional.of(param).filter(p -> !p.isEmpty()), reason());
  }

  private String reason() {
    String message = getMessage();
    return message == null ? code : message;
  }
}

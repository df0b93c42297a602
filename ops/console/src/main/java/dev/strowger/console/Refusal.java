package dev.strowger.console;

import dev.strowger.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A call that cannot be served, as the caller is told; thrown by endpoints, caught by the door. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String param;
  private final transient List<?> problems;

  private Refusal(int status, String code, String param, String message, List<?> problems) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.param = param;
    this.problems = List.copyOf(problems);
  }

  private Refusal(int status, String code, String param, String message) {
    this(status, code, param, message, List.of());
  }

  /** Manifests that are not accepted, with everything that is wrong with them. */
  static Refusal unsound(List<Problem> problems) {
    return new Refusal(
        422,
        "invalid_policy",
        "",
        "the manifests have problems: "
            + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")),
        PolicyViews.problems(problems));
  }

  /** A call with fields that are not as they should be, with everything that is wrong with them. */
  static Refusal invalid(List<Form.Wrong> wrong) {
    return new Refusal(
        400,
        "invalid_value",
        wrong.getFirst().param(),
        wrong.stream().map(Form.Wrong::message).collect(Collectors.joining("; ")),
        wrong);
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
    Reply error = Reply.error(status, code, Optional.of(param).filter(p -> !p.isEmpty()), reason());
    if (problems.isEmpty() || !(error.body() instanceof Map<?, ?> body)) {
      return error;
    }
    return new Reply(status, PolicyViews.ordered("error", body.get("error"), "problems", problems));
  }

  private String reason() {
    String message = getMessage();
    return message == null ? code : message;
  }
}

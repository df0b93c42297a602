package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Failure;
import dev.strowger.records.PathStep;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What follows a failed attempt of which the client has seen nothing. Pure. */
sealed interface NextMove {
  Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

  /** The next step of the plan is tried. */
  record Advance(int step) implements NextMove {}

  /** The client is told. */
  record Fail(Failure failure) implements NextMove {}

  /** Nobody waits any more. */
  record Abandon() implements NextMove {}

  /**
   * @param delivery what was tried
   * @param fault how it failed
   * @param path all attempts, this one included
   * @param late whether the request's deadline has passed
   */
  static NextMove after(Delivery delivery, Fault fault, List<PathStep> path, boolean late) {
    return switch (fault.kind()) {
      case BAD_REQUEST -> new Fail(clientFault(fault, null));
      case CONTENT_FILTER, CONTEXT_LENGTH ->
          new Fail(
              clientFault(
                  fault,
                  fault.kind() == FailureKind.CONTEXT_LENGTH
                      ? "context_length_exceeded"
                      : "content_filter"));
      case CANCELLED -> new Abandon();
      case RATE_LIMITED,
          OVERLOADED,
          UNREACHABLE,
          TIMEOUT,
          AUTHENTICATION,
          NOT_FOUND,
          PROVIDER_ERROR -> {
        if (late) {
          yield new Abandon();
        }
        yield delivery.last()
            ? new Fail(exhausted(path, fault))
            : new Advance(delivery.routed().getStep() + 1);
      }
    };
  }

  private static Failure clientFault(Fault fault, @org.jspecify.annotations.Nullable String code) {
    return new Failure(
        400,
        "invalid_request_error",
        code,
        fault.param().orElse(null),
        Delivery.cut(fault.message()),
        null);
  }

  private static Failure exhausted(List<PathStep> path, Fault last) {
    Set<FailureKind> kinds =
        path.stream()
            .map(step -> kind(step.getResult()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FailureKind.class)));
    String message =
        "no target of the route could answer: "
            + path.stream().map(NextMove::reason).collect(Collectors.joining("; "));
    if (kinds.equals(EnumSet.of(FailureKind.TIMEOUT))) {
      return new Failure(504, "server_error", "timeout", null, message, null);
    }
    if (!EnumSet.of(FailureKind.RATE_LIMITED, FailureKind.OVERLOADED, FailureKind.UNREACHABLE)
        .containsAll(kinds)) {
      return new Failure(502, "server_error", "upstream_failed", null, message, null);
    }
    long retryMs = last.retryAfter().orElse(DEFAULT_RETRY_AFTER).toMillis();
    return kinds.equals(EnumSet.of(FailureKind.RATE_LIMITED))
        ? new Failure(429, "rate_limit_error", "rate_limit_exceeded", null, message, retryMs)
        : new Failure(503, "server_error", "upstream_unavailable", null, message, retryMs);
  }

  /** What a provider says about our key is the operators' business, not the client's. */
  private static String reason(PathStep step) {
    String target = step.getProvider() + "/" + step.getModel() + ": " + step.getResult();
    return step.getMessage().isEmpty() || kind(step.getResult()) == FailureKind.AUTHENTICATION
        ? target
        : target + " (" + step.getMessage() + ")";
  }

  private static FailureKind kind(String label) {
    for (FailureKind kind : FailureKind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    // A step recorded by another version: not one of the kinds that pass by themselves.
    return FailureKind.PROVIDER_ERROR;
  }
}

package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Failure;
import dev.strowger.records.PathStep;
import dev.strowger.sealing.SealedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client is told when nobody could answer. Pure. */
final class Failures {
  static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

  /** Kinds that pass by themselves: it is worth while to come back. */
  private static final Set<FailureKind> PASSING =
      EnumSet.of(FailureKind.RATE_LIMITED, FailureKind.OVERLOADED, FailureKind.UNREACHABLE);

  private Failures() {}

  /** The client has a part of an answer that nobody can go on with. */
  static Failure held(String why) {
    String message = "the answer broke off and cannot be continued: " + why;
    return new Failure(502, "server_error", "upstream_failed", null, message, null);
  }

  /** What follows from its calls cannot be sealed, so that it cannot be written down. */
  static Failure unsealed(SealedException why, Duration retryAfter) {
    return switch (why.reason()) {
      case KEY_GONE ->
          new Failure(
              410,
              "invalid_request_error",
              "content_erased",
              null,
              "the key of this request was destroyed while it was worked on",
              null);
      case KMS_UNREACHABLE ->
          new Failure(
              503,
              "server_error",
              "keys_unavailable",
              null,
              "the keys of this tenant cannot be reached, so that the answer cannot be given",
              retryAfter.toMillis());
      case DAMAGED ->
          new Failure(500, "server_error", "internal_error", null, "the request is damaged", null);
    };
  }

  /** Whether the request itself is at fault. */
  static boolean clients(FailureKind kind) {
    return switch (kind) {
      case BAD_REQUEST, CONTENT_FILTER, CONTEXT_LENGTH -> true;
      case RATE_LIMITED,
          OVERLOADED,
          UNREACHABLE,
          TIMEOUT,
          UNSUPPORTED,
          AUTHENTICATION,
          NOT_FOUND,
          PROVIDER_ERROR,
          NOT_ACCEPTED,
          CANCELLED ->
          false;
    };
  }

  static Failure clientFault(Fault fault) {
    return clientFault(
        fault,
        switch (fault.kind()) {
          case CONTEXT_LENGTH -> "context_length_exceeded";
          case CONTENT_FILTER -> "content_filter";
          case UNSUPPORTED -> "unsupported_parameter";
          case BAD_REQUEST,
              RATE_LIMITED,
              OVERLOADED,
              UNREACHABLE,
              TIMEOUT,
              AUTHENTICATION,
              NOT_FOUND,
              PROVIDER_ERROR,
              NOT_ACCEPTED,
              CANCELLED ->
              null;
        });
  }

  private static Failure clientFault(Fault fault, @Nullable String code) {
    return new Failure(
        400,
        "invalid_request_error",
        code,
        fault.param().orElse(null),
        Delivery.cut(fault.message()),
        null);
  }

  /**
   * @param whole the path, all that was tried
   * @param last how the last of it failed
   * @param soonest until the first target that is down may be asked again; null if none is
   */
  static Failure exhausted(List<PathStep> whole, Fault last, @Nullable Duration soonest) {
    // A look into the cache is no target that failed.
    List<PathStep> path = whole.stream().filter(step -> !CacheStep.is(step)).toList();
    // What answered, and was not good enough, says nothing about when to come back.
    Set<FailureKind> kinds =
        path.stream()
            .filter(step -> !answered(step))
            .map(step -> kind(step.getResult()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FailureKind.class)));
    String message = "no target of the route could answer: " + reasons(path);
    if (kinds.equals(EnumSet.of(FailureKind.UNSUPPORTED))) {
      return clientFault(last);
    }
    if (kinds.equals(EnumSet.of(FailureKind.TIMEOUT))) {
      return new Failure(504, "server_error", "timeout", null, message, null);
    }
    if ((kinds.isEmpty() && !path.isEmpty()) || !PASSING.containsAll(kinds)) {
      return new Failure(502, "server_error", "upstream_failed", null, message, null);
    }
    long retryMs =
        Stream.concat(last.retryAfter().stream(), Stream.ofNullable(soonest))
            .filter(Duration::isPositive)
            .min(Comparator.naturalOrder())
            .orElse(DEFAULT_RETRY_AFTER)
            .toMillis();
    return kinds.equals(EnumSet.of(FailureKind.RATE_LIMITED))
        ? new Failure(429, "rate_limit_error", "rate_limit_exceeded", null, message, retryMs)
        : new Failure(503, "server_error", "upstream_unavailable", null, message, retryMs);
  }

  /** Each target once, with all its reasons. */
  private static String reasons(List<PathStep> path) {
    Map<String, List<PathStep>> targets = new LinkedHashMap<>();
    for (PathStep step : path) {
      if (step.getResult().equals(Attempted.ANSWERED)) {
        continue;
      }
      targets
          .computeIfAbsent(step.getProvider() + "/" + step.getModel(), t -> new ArrayList<>())
          .add(step);
    }
    return targets.entrySet().stream()
        .map(target -> target.getKey() + ": " + ofTarget(target.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** Equal results are counted and told in the words of the last one. */
  private static String ofTarget(List<PathStep> calls) {
    Map<String, List<PathStep>> results = new LinkedHashMap<>();
    for (PathStep call : calls) {
      String asked = Delivery.asked(call) ? "" : "not asked";
      results.computeIfAbsent(call.getResult() + asked, r -> new ArrayList<>()).add(call);
    }
    return results.values().stream()
        .map(same -> reason(same.getLast(), same.size()))
        .collect(Collectors.joining(", "));
  }

  /** What a provider says about our key is the operators' business, not the client's. */
  private static String reason(PathStep step, int times) {
    String result = step.getResult() + (times > 1 ? " ×" + times : "");
    boolean ofOurKey = kind(step.getResult()) == FailureKind.AUTHENTICATION && Delivery.asked(step);
    return step.getMessage().isEmpty() || ofOurKey
        ? result
        : result + " (" + step.getMessage() + ")";
  }

  private static boolean answered(PathStep step) {
    return step.getResult().equals(Attempted.ANSWERED)
        || step.getResult().equals(FailureKind.NOT_ACCEPTED.label());
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

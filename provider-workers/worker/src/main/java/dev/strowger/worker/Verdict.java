package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import java.time.Duration;
import java.util.Optional;

/** What the end of a call says about its target. Pure. */
sealed interface Verdict {
  /** It works, even if it would not do what this request asked for. */
  record Well() implements Verdict {}

  /** It fails, as it may for any request. */
  record Failing(FailureKind kind) implements Verdict {}

  /**
   * It has enough of us.
   *
   * @param retryAfter when it wants to be called again, where it says so
   */
  record Limited(Optional<Duration> retryAfter) implements Verdict {}

  /** It does not take our key. */
  record KeyRefused() implements Verdict {}

  /** The call says nothing about it. */
  record Unknown() implements Verdict {}

  /**
   * @param patient whether the time the call had was the target's own, not one the client or its
   *     route was hurried by
   */
  static Verdict of(CallOutcome outcome, boolean patient) {
    return switch (outcome) {
      case CallOutcome.Answered _,
          CallOutcome.Streamed _,
          CallOutcome.Held _,
          CallOutcome.Candidate _,
          CallOutcome.Aside _ ->
          new Well();
      case CallOutcome.Faulted(Fault fault, var _) -> of(fault, patient);
      case CallOutcome.BrokeOff(Fault fault, var _) -> of(fault, true);
      case CallOutcome.Interrupted(Fault fault, var _, var _) -> of(fault, true);
      case CallOutcome.WayRefused _ -> new Well();
      case CallOutcome.ClientGone _, CallOutcome.AnsweredElsewhere _, CallOutcome.NotCalled _ ->
          new Unknown();
    };
  }

  private static Verdict of(Fault fault, boolean patient) {
    return switch (fault.kind()) {
      case TIMEOUT -> patient ? new Failing(fault.kind()) : new Unknown();
      case OVERLOADED, UNREACHABLE, PROVIDER_ERROR -> new Failing(fault.kind());
      case RATE_LIMITED -> new Limited(fault.retryAfter());
      case AUTHENTICATION -> new KeyRefused();
      case CONTEXT_LENGTH, CONTENT_FILTER, NOT_FOUND, BAD_REQUEST, UNSUPPORTED ->
          fault.httpStatus() > 0 ? new Well() : new Unknown();
      case NOT_ACCEPTED -> new Well();
      case CANCELLED -> new Unknown();
    };
  }
}

package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.PathStep;
import dev.strowger.records.Usage;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * An attempt that is over, with all that events tell of it.
 *
 * @param watch stopped
 * @param cost of this attempt
 * @param simulated whether a simulator stood in for the provider
 */
record Attempted(
    Delivery delivery, Stopwatch watch, CallOutcome outcome, Cost cost, boolean simulated) {

  static final String ANSWERED = "answered";

  /** The same of a delivery with more in its path. */
  Attempted on(Delivery other) {
    return new Attempted(other, watch, outcome, cost, simulated);
  }

  /** The same call, with what came of its answer. */
  Attempted ended(CallOutcome other) {
    return new Attempted(delivery, watch, other, cost, simulated);
  }

  TokenUsage usedUp() {
    return outcome.usage();
  }

  /** "answered" or the failure kind. */
  String result() {
    return switch (outcome) {
      case CallOutcome.Answered _,
          CallOutcome.Streamed _,
          CallOutcome.Held _,
          CallOutcome.Candidate _,
          CallOutcome.Aside _ ->
          ANSWERED;
      case CallOutcome.Faulted(var fault, var _) -> fault.kind().label();
      case CallOutcome.BrokeOff(var fault, var _) -> fault.kind().label();
      case CallOutcome.Interrupted(var fault, var _, var _) -> fault.kind().label();
      case CallOutcome.WayRefused(var fault, var _) -> fault.kind().label();
      case CallOutcome.ClientGone _, CallOutcome.AnsweredElsewhere _, CallOutcome.NotCalled _ ->
          FailureKind.CANCELLED.label();
    };
  }

  /** The provider's words on a failure, after its HTTP status. */
  String message() {
    return switch (outcome) {
      case CallOutcome.Answered _,
          CallOutcome.Streamed _,
          CallOutcome.Held _,
          CallOutcome.Candidate _ ->
          "";
      case CallOutcome.Aside(var _, var _, var note) -> note;
      case CallOutcome.Faulted(var fault, var _) -> words(fault.httpStatus(), fault.message());
      case CallOutcome.BrokeOff(var fault, var _) -> words(fault.httpStatus(), fault.message());
      case CallOutcome.Interrupted(var fault, var _, var _) ->
          Delivery.cut(BrokenPath.BROKE_OFF + words(fault.httpStatus(), fault.message()));
      case CallOutcome.WayRefused(var fault, var _) ->
          Delivery.cut(BrokenPath.PREFILL_REFUSED + words(fault.httpStatus(), fault.message()));
      case CallOutcome.NotCalled(var _, var why) -> why;
      case CallOutcome.ClientGone(var why, var _) -> why;
      case CallOutcome.AnsweredElsewhere _ -> "another delivery of this request was answering";
    };
  }

  Optional<Integer> httpStatus() {
    return switch (outcome) {
      case CallOutcome.Answered _,
          CallOutcome.Streamed _,
          CallOutcome.Held _,
          CallOutcome.Candidate _,
          CallOutcome.Aside _ ->
          Optional.of(200);
      case CallOutcome.Faulted(var fault, var _) -> status(fault.httpStatus());
      case CallOutcome.BrokeOff(var fault, var _) -> status(fault.httpStatus());
      case CallOutcome.Interrupted(var fault, var _, var _) -> status(fault.httpStatus());
      case CallOutcome.WayRefused(var fault, var _) -> status(fault.httpStatus());
      case CallOutcome.ClientGone _, CallOutcome.AnsweredElsewhere _, CallOutcome.NotCalled _ ->
          Optional.empty();
    };
  }

  String finishReason() {
    return switch (outcome) {
      case CallOutcome.Answered(var _, var reason, var _, var _) -> reason;
      case CallOutcome.Streamed(var reason, var _, var _) -> reason;
      case CallOutcome.Held(var answer) -> answer.end().finishReason();
      case CallOutcome.Candidate(var answer, var _) -> answer.end().finishReason();
      case CallOutcome.Aside _,
          CallOutcome.Faulted _,
          CallOutcome.BrokeOff _,
          CallOutcome.Interrupted _,
          CallOutcome.WayRefused _,
          CallOutcome.NotCalled _,
          CallOutcome.ClientGone _,
          CallOutcome.AnsweredElsewhere _ ->
          "";
    };
  }

  /** Tokens, with whether they are our own estimate. */
  Usage usage() {
    return Tokens.record(outcome.usage());
  }

  /** The delivery with this attempt at the end of its path. */
  Delivery tried() {
    boolean used = !outcome.usage().equals(TokenUsage.NONE);
    return delivery.with(
        new PathStep(
            delivery.step().getProvider(),
            delivery.step().getModel(),
            result(),
            message(),
            watch.latencyUs(),
            used ? usage() : null,
            cost.micros()));
  }

  List<PathStep> path() {
    return tried().routed().getPath();
  }

  /** With who was asked, and what came of it. */
  LoggingEventBuilder logged(Logger log) {
    return log.atInfo()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("provider", delivery.step().getProvider())
        .addKeyValue("model", delivery.step().getModel())
        .addKeyValue("reason", result());
  }

  private static String words(int status, String message) {
    return Delivery.cut(status == 0 ? message : (status + " " + message).strip());
  }

  private static Optional<Integer> status(int status) {
    return status == 0 ? Optional.empty() : Optional.of(status);
  }
}

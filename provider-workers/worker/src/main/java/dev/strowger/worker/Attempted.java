package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.PathStep;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that is over, with all that events tell of it.
 *
 * @param watch stopped
 * @param cost of this attempt
 * @param simulated whether a simulator stood in for the provider
 */
record Attempted(
    Delivery delivery, Stopwatch watch, CallOutcome outcome, Cost cost, boolean simulated) {

  /** "answered" or the failure kind. */
  String result() {
    return switch (outcome) {
      case CallOutcome.Answered _, CallOutcome.Streamed _ -> "answered";
      case CallOutcome.Faulted(var fault, var _) -> fault.kind().label();
      case CallOutcome.BrokeOff(var fault, var _) -> fault.kind().label();
      case CallOutcome.ClientGone _, CallOutcome.AnsweredElsewhere _ ->
          FailureKind.CANCELLED.label();
    };
  }

  /** The provider's words on a failure, after its HTTP status. */
  String message() {
    return switch (outcome) {
      case CallOutcome.Answered _, CallOutcome.Streamed _ -> "";
      case CallOutcome.Faulted(var fault, var _) -> words(fault.httpStatus(), fault.message());
      case CallOutcome.BrokeOff(var fault, var _) -> words(fault.httpStatus(), fault.message());
      case CallOutcome.ClientGone(var why, var _) -> why;
      case CallOutcome.AnsweredElsewhere _ -> "another delivery of this request was answering";
    };
  }

  Optional<Integer> httpStatus() {
    return switch (outcome) {
      case CallOutcome.Answered _, CallOutcome.Streamed _ -> Optional.of(200);
      case CallOutcome.Faulted(var fault, var _) -> status(fault.httpStatus());
      case CallOutcome.BrokeOff(var fault, var _) -> status(fault.httpStatus());
      case CallOutcome.ClientGone _, CallOutcome.AnsweredElsewhere _ -> Optional.empty();
    };
  }

  String finishReason() {
    return switch (outcome) {
      case CallOutcome.Answered(var _, var reason, var _, var _) -> reason;
      case CallOutcome.Streamed(var reason, var _) -> reason;
      case CallOutcome.Faulted _,
          CallOutcome.BrokeOff _,
          CallOutcome.ClientGone _,
          CallOutcome.AnsweredElsewhere _ ->
          "";
    };
  }

  /** The delivery with this attempt at the end of its path. */
  Delivery tried() {
    return delivery.with(
        new PathStep(
            delivery.step().getProvider(),
            delivery.step().getModel(),
            result(),
            message(),
            watch.latencyUs(),
            Events.usage(outcome.usage()),
            cost.micros()));
  }

  List<PathStep> path() {
    return tried().routed().getPath();
  }

  private static String words(int status, String message) {
    return Delivery.cut(status == 0 ? message : (status + " " + message).strip());
  }

  private static Optional<Integer> status(int status) {
    return status == 0 ? Optional.empty() : Optional.of(status);
  }
}

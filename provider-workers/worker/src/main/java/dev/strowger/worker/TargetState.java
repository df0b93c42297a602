package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a target that others are to know.
 *
 * @param until down until then; empty if it is well
 * @param kind of what brought it down
 * @param alarm whether a person is needed
 */
record TargetState(Optional<Instant> until, FailureKind kind, String reason, boolean alarm) {
  static TargetState down(Instant until, FailureKind kind, String reason) {
    return new TargetState(Optional.of(until), kind, reason, false);
  }

  static TargetState well() {
    return new TargetState(Optional.empty(), FailureKind.OVERLOADED, "", false);
  }

  TargetState alarming() {
    return new TargetState(until, kind, reason, true);
  }
}

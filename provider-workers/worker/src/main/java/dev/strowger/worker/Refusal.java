package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a target is not called now.
 *
 * @param kind as if it had been called and failed so
 * @param why in words that may be told to the client
 * @param until when it may be called again; empty if that depends on other calls
 */
record Refusal(FailureKind kind, String why, Optional<Instant> until) {
  /** As it stands in the path: nothing was called, nothing used. */
  PathStep passedOver(PlanStep step) {
    return new PathStep(
        step.getProvider(),
        step.getModel(),
        kind.label(),
        Delivery.cut(Delivery.NOT_ASKED + why),
        0L,
        null,
        0L);
  }

  Fault fault(Instant now) {
    return new Fault(kind, 0, why, Optional.empty(), until.map(at -> Duration.between(now, at)));
  }
}

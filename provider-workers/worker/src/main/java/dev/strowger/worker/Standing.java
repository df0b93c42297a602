package dev.strowger.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a request stands when a call of it has failed.
 *
 * @param calls of this step's target in this visit, the failed one included
 * @param now the time of the decision
 * @param backoff the wait before the next call, if the provider does not ask for a longer one
 * @param soonest when the first of the plan's targets that are down may be asked again
 */
record Standing(int calls, Instant now, Duration backoff, Optional<Instant> soonest) {
  /** Whether a wait from now would be over in the request's time and budget. */
  boolean allows(Delivery delivery, Duration wait) {
    return now.plus(wait).isBefore(delivery.lastCallBefore());
  }

  /** Whether the plan's bounds on calls and time let another call begin. */
  boolean allowsACall(Delivery delivery) {
    return delivery.calls() < delivery.routed().getPlan().getMaxAttempts()
        && now.isBefore(delivery.lastCallBefore());
  }

  boolean late(Delivery delivery) {
    return !now.isBefore(delivery.request().getDeadline());
  }
}

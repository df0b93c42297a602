package dev.strowger.router;

import java.time.Duration;

/**
 * How long the ledger waits and remembers.
 *
 * @param grace after the deadline, for an outcome that is late
 * @param remember how long an ended request is known, so that its repetitions are recognised
 * @param sweepInterval between two looks for requests whose time is over
 * @param idempotency how long a client's Idempotency-Key is known, from its first request
 */
public record LedgerTerms(
    Duration grace, Duration remember, Duration sweepInterval, Duration idempotency) {
  /** 30 s of grace, 2 minutes of memory, a sweep every 2 seconds, keys for a day. */
  public static final LedgerTerms DEFAULT =
      new LedgerTerms(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(2),
          Duration.ofHours(24));

  public LedgerTerms {
    if (grace.isNegative()
        || remember.isNegative()
        || idempotency.isNegative()
        || !sweepInterval.isPositive()) {
      throw new IllegalArgumentException("times of the ledger must not be negative");
    }
  }
}

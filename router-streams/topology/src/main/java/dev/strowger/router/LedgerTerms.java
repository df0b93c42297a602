package dev.strowger.router;

import java.time.Duration;

/**
 * How long the ledger waits.
 *
 * @param grace after the deadline, for an outcome that is late
 * @param remember how long an ended request is known, so that its repetitions are recognised
 * @param sweepInterval between two looks for requests whose time is over
 */
public record LedgerTerms(Duration grace, Duration remember, Duration sweepInterval) {
  /** 30 s of grace, 2 minutes of memory, a sweep every 2 seconds. */
  public static final LedgerTerms DEFAULT =
      new LedgerTerms(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(2));

  public LedgerTerms {
    if (grace.isNegative() || remember.isNegative() || !sweepInterval.isPositive()) {
      throw new IllegalArgumentException("grace, remember and sweepInterval must not be negative");
    }
  }
}

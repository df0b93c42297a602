package dev.strowger.bench;

import java.time.Duration;

/**
 * When requests are due: evenly spaced, fixed before the first is sent.
 *
 * @param perSecond rate, above 0
 * @param count how many, at least 1
 */
record Schedule(double perSecond, long count) {
  private static final double NANOS_PER_SECOND = 1e9;

  Schedule {
    if (!(perSecond > 0) || count < 1) {
      throw new IllegalArgumentException("perSecond must be above 0 and count at least 1");
    }
  }

  static Schedule lasting(double perSecond, Duration time) {
    return new Schedule(
        perSecond, Math.max(1, Math.round(perSecond * time.toNanos() / NANOS_PER_SECOND)));
  }

  /** When request number {@code index} is due, after the start. */
  long offsetNanos(long index) {
    return Math.round(index * (NANOS_PER_SECOND / perSecond));
  }
}

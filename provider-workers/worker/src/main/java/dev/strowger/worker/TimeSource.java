package dev.strowger.worker;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Wall clock for records and deadlines, ticks for durations.
 *
 * @param wall UTC
 * @param nanos monotonic
 */
record TimeSource(Clock wall, LongSupplier nanos) {
  static TimeSource system() {
    return new TimeSource(Clock.systemUTC(), System::nanoTime);
  }

  Instant now() {
    return wall.instant();
  }

  long nowUs() {
    Instant now = wall.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  long ticks() {
    return nanos.getAsLong();
  }
}

package dev.strowger.sealing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that is moved by hand. */
final class MovedClock extends Clock {
  private Instant now = Instant.parse("2026-03-01T23:00:00Z");

  void move(Duration by) {
    now = now.plus(by);
  }

  long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now;
  }
}

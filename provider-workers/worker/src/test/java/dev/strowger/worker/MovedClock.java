package dev.strowger.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so, and when somebody rests. */
final class MovedClock extends Clock implements Rest {
  final List<Duration> rests = new ArrayList<>();
  private Instant now;
  private final Instant start;

  MovedClock(Instant start) {
    this.start = start;
    this.now = start;
  }

  TimeSource time() {
    return new TimeSource(this, () -> Duration.between(start, now).toNanos());
  }

  void pass(Duration length) {
    now = now.plus(length);
  }

  @Override
  public End rest(Duration wait, CancelToken token) {
    if (token.cancelled()) {
      return End.CANCELLED;
    }
    rests.add(wait);
    pass(wait);
    return End.OVER;
  }

  @Override
  public void stop() {
    // Nothing waits in real time.
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}

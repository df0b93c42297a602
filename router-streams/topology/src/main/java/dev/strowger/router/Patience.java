package dev.strowger.router;

import java.time.Duration;

/** Growing pauses between tries: 100 ms, doubled each time, 10 s at most. */
final class Patience {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(10);

  private Patience() {}

  /**
   * @param failures in a row so far, from 1
   */
  static Duration after(int failures) {
    long ms = FIRST.toMillis() << Math.clamp(failures - 1L, 0, 20);
    return Duration.ofMillis(Math.min(ms, LONGEST.toMillis()));
  }
}

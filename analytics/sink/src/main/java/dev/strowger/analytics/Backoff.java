package dev.strowger.analytics;

import java.time.Duration;

/** When to try again: after 250 ms, then twice as long each time, at most 10 s. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private int tries;
  private long untilNanos;

  boolean isOver(long nowNanos) {
    return tries == 0 || nowNanos - untilNanos >= 0;
  }

  /** The pause that begins now. */
  Duration failed(long nowNanos) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(tries, 10));
    Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    tries++;
    untilNanos = nowNanos + pause.toNanos();
    return pause;
  }

  void succeeded() {
    tries = 0;
  }

  /** Failures since the last success. */
  int tries() {
    return tries;
  }
}

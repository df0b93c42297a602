package dev.strowger.worker;

import dev.strowger.records.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a target is left in peace before it is called again: doubling from call to call, each
 * wait between half of that and the whole, so that requests that failed together do not come back
 * together.
 */
final class Backoff {
  /** Doubling more often than this would overflow; {@code maxBackoffMs} is reached long before. */
  private static final int MAX_DOUBLINGS = 30;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param calls of this target so far, at least 1
   */
  Duration after(int calls, Retry retry) {
    long doubled = (long) retry.getBackoffMs() << Math.min(calls - 1, MAX_DOUBLINGS);
    long whole = Math.clamp(doubled, 0, Math.max(0, retry.getMaxBackoffMs()));
    return Duration.ofMillis(whole - (whole == 0 ? 0 : random.nextLong(whole / 2 + 1)));
  }
}

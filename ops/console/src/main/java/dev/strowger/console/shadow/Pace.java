package dev.strowger.console.shadow;

/**
 * When the next copy for a shadow may follow, so that not more come in a minute than it takes:
 * shadow workers pass over what is more than that. Used by one thread.
 */
final class Pace {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private boolean begun;
  private long nextNanos;

  /**
   * Takes the next turn.
   *
   * @param perMinute 0: any number
   * @return how long to wait for it
   */
  long waitNanos(long nowNanos, int perMinute) {
    if (perMinute <= 0) {
      return 0;
    }
    long turn = begun && nextNanos - nowNanos > 0 ? nextNanos : nowNanos;
    begun = true;
    nextNanos = turn + MINUTE_NANOS / perMinute;
    return turn - nowNanos;
  }
}

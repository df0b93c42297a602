package dev.strowger.chaos;

import java.util.List;

/**
 * What came of one request as its client saw it.
 *
 * @param end how it ended
 * @param detail what kind of error, else empty
 * @param requestId of the answer; empty if there was none
 * @param key its Idempotency-Key; empty if it bore none
 * @param brokenAt doors at which the connection broke, with the time
 */
record Outcome(
    End end,
    String detail,
    String requestId,
    String key,
    boolean stream,
    List<Break> brokenAt,
    long startMs,
    long endMs) {
  /** How it ended. */
  enum End {
    ANSWERED,
    /** The connection broke, and the request may not be repeated without a key. */
    LOST_CONNECTION,
    ERROR
  }

  /**
   * @param sinceMs when the request was sent to this door
   */
  record Break(String door, long sinceMs, long atMs) {}

  Outcome {
    brokenAt = List.copyOf(brokenAt);
  }
}

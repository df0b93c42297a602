package dev.strowger.worker;

import java.time.Duration;

/** Waits between two calls of a target. */
interface Rest {
  enum End {
    OVER,
    /** Nobody waits for the answer any more. */
    CANCELLED,
    /** This process stops. */
    STOPPED
  }

  /** Returns when the time is over, at once if the request is cancelled or the process stops. */
  End rest(Duration wait, CancelToken token) throws InterruptedException;

  /** From now on nothing is waited for. */
  void stop();
}

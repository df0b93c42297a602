package dev.strowger.simulator.wire;

import java.util.Map;

/** The errors of an API. */
public interface ErrorShape {
  /** The error the real provider sends for this failure. */
  Written write(Failure failure);

  /**
   * A call that fails.
   *
   * @param retryAfterSeconds when to come again; 0 leaves it open
   * @param filtered whether a content filter refused the prompt
   */
  record Failure(int status, String message, int retryAfterSeconds, boolean filtered) {
    public Failure(int status, String message) {
      this(status, message, 0, false);
    }

    /** The body with this failure's {@code retry-after}, if it has one. */
    public Written with(String body) {
      return retryAfterSeconds > 0
          ? new Written(body, Map.of("retry-after", Integer.toString(retryAfterSeconds)))
          : new Written(body, Map.of());
    }
  }
}

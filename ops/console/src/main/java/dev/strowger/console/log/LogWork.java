package dev.strowger.console.log;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Work over a part of the log that takes seconds to minutes; done once, by one thread, while others
 * may look at it or cancel it.
 */
public interface LogWork<R> {
  /**
   * @return what was found; empty if it was cancelled
   * @throws IOException if broker or registry cannot be used
   */
  Optional<R> run() throws IOException, InterruptedException;

  Progress progress();

  /** Ends it soon. */
  void cancel();

  /**
   * @param counts what was done so far, e.g. decisions
   * @param share of the log that was gone through, 0 to 1
   */
  record Progress(Map<String, Long> counts, double share) {
    public Progress {
      counts = Map.copyOf(counts);
    }
  }
}

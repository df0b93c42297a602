package dev.strowger.console;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often somebody came with a key that is none, by address, in the last minute or so. */
final class FailedLogins {
  static final int MOST = 20;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MAX_ADDRESSES = 10_000;

  private final Clock clock;

  /** The oldest first, which are forgotten when there are too many. */
  private final Map<String, Count> counts = new LinkedHashMap<>();

  private record Count(long fromMs, int failures) {}

  FailedLogins(Clock clock) {
    this.clock = clock;
  }

  /** Whether nobody is let in from there for now, whatever he brings. */
  synchronized boolean tooMany(String address) {
    Count count = counts.get(address);
    return count != null && count.failures() >= MOST && current(count);
  }

  synchronized void failed(String address) {
    Count before = counts.remove(address);
    counts.put(
        address,
        before != null && current(before)
            ? new Count(before.fromMs(), before.failures() + 1)
            : new Count(clock.millis(), 1));
    if (counts.size() > MAX_ADDRESSES) {
      counts.remove(counts.keySet().iterator().next());
    }
  }

  private boolean current(Count count) {
    return clock.millis() - count.fromMs() < WINDOW.toMillis();
  }
}

package dev.strowger.allinone;

import dev.strowger.process.Health;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Waits until every health check of the process is content. */
record Readiness(Health health, Duration timeout) {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  void await() throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + timeout.toNanos();
    Map<String, String> problems = health.problems();
    while (!problems.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("not ready after " + timeout + ": " + problems);
      }
      Thread.sleep(BETWEEN_LOOKS);
      problems = health.problems();
    }
  }
}

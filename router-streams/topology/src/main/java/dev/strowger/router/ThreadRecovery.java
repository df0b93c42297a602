package dev.strowger.router;

import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, after a pause that grows while they keep dying. It never
 * gives up: what kills a thread (brokers or registry out of reach) passes, and until then the
 * process is not ready.
 */
final class ThreadRecovery implements StreamsUncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ThreadRecovery.class);

  /** After so long without a death the pauses begin anew. */
  private static final Duration FORGIVEN = Duration.ofMinutes(1);

  private final RouterMeters meters;
  private final Clock clock;
  private int failures;
  private long lastMs;

  ThreadRecovery(RouterMeters meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable cause) {
    Duration pause = nextPause();
    meters.threadReplaced();
    log.atError()
        .addKeyValue("pause", pause)
        .setCause(cause)
        .log("stream thread died, replacing it");
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  synchronized Duration nextPause() {
    long now = clock.millis();
    failures = now - lastMs > FORGIVEN.toMillis() ? 1 : failures + 1;
    lastMs = now;
    return Patience.after(failures);
  }
}

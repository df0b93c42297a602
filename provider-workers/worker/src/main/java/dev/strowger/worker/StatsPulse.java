package dev.strowger.worker;

import dev.strowger.records.TargetStats;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every two seconds how the targets did that this process calls; nothing of idle ones. */
final class StatsPulse implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(StatsPulse.class);

  private final TargetFigures figures;
  private final Consumer<TargetStats> publish;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("target-stats").factory());

  /**
   * @param publish may block for a while when the log is away: only statistics wait then
   */
  StatsPulse(TargetFigures figures, Consumer<TargetStats> publish) {
    this.figures = figures;
    this.publish = publish;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::tell, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  void tell() {
    for (TargetStats stats : figures.told()) {
      try {
        publish.accept(stats);
      } catch (RuntimeException e) {
        // Whatever it was: the next ones must be told all the same.
        log.atWarn().addKeyValue("provider", stats.getProvider()).setCause(e).log("not told");
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

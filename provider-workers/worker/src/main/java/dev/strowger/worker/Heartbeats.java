package dev.strowger.worker;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every few seconds which pools this process serves. While it stops it says no more, unless
 * nobody else serves a pool: then the router is told not to choose that pool.
 */
final class Heartbeats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

  /** A stop waits no longer for the last heartbeats. */
  private static final Duration LAST = Duration.ofSeconds(2);

  private final List<ProviderHealth> pools;
  private final Consumer<ProviderHealth> publish;
  private final PoolPulse pulse;
  private final TimeSource time;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeats").factory());
  private volatile boolean draining;

  /**
   * @param pools what is told of each pool while it runs; the time is that of the telling
   * @param publish may block for a while when the log is away: only heartbeats wait then
   */
  Heartbeats(
      List<ProviderHealth> pools,
      Consumer<ProviderHealth> publish,
      PoolPulse pulse,
      TimeSource time) {
    this.pools = List.copyOf(pools);
    this.publish = publish;
    this.pulse = pulse;
    this.time = time;
  }

  void start(Duration interval) {
    var _ =
        thread.scheduleWithFixedDelay(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** From now on no more requests are taken. */
  void drain() {
    draining = true;
    try {
      thread.execute(this::beat);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("heartbeats had ended already");
    }
  }

  void beat() {
    boolean stopping = draining;
    for (ProviderHealth pool : pools) {
      if (!stopping) {
        tell(pool, pool.getState(), pool.getReason());
      } else if (!pulse.othersServe(pool.getProvider())) {
        tell(pool, HealthState.DOWN, "its only worker process stops");
      }
    }
  }

  private void tell(ProviderHealth pool, HealthState state, String reason) {
    try {
      publish.accept(
          ProviderHealth.newBuilder(pool)
              .setState(state)
              .setReason(reason)
              .setAt(time.now())
              .build());
    } catch (RuntimeException e) {
      // Whatever it was: a heart that stops for it would look like a dead process.
      log.atWarn()
          .addKeyValue("provider", pool.getProvider())
          .setCause(e)
          .log("heartbeat not sent");
    }
  }

  /** The last heartbeats, then silence. */
  @Override
  public void close() {
    draining = true;
    Future<?> last = thread.submit(this::beat);
    thread.shutdown();
    try {
      last.get(LAST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.atWarn().setCause(e).log("last heartbeats not sent");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
  }
}

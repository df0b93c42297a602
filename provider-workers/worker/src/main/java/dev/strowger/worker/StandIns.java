package dev.strowger.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for pools without a worker: takes their requests and moves each on, until a worker of
 * that pool is heard again. No more consumers than the catalogue has providers.
 */
final class StandIns implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StandIns.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Set<String> own;
  private final PoolPulse pulse;
  private final Function<String, Pool> pools;
  private final Map<String, Pool> standing = new HashMap<>();
  private final Map<String, Pool> leaving = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stand-ins").factory());
  private boolean closed;

  /**
   * @param own pools that are served here
   * @param pools makes the stand-in of a pool, not started yet
   */
  StandIns(Set<String> own, PoolPulse pulse, Function<String, Pool> pools) {
    this.own = Set.copyOf(own);
    this.pulse = pulse;
    this.pools = pools;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::lookSafely, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("the pools without workers could not be looked at");
    }
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    Set<String> silent = pulse.silent();
    leaving.values().removeIf(Pool::ended);
    Map<String, Pool> done = new HashMap<>(standing);
    done.keySet().removeAll(silent);
    done.forEach(
        (name, pool) -> {
          log.atInfo().addKeyValue("provider", name).log("a worker is back, the stand-in leaves");
          pool.stopTaking();
          leaving.put(name, pool);
          standing.remove(name);
        });
    for (String name : silent) {
      if (!own.contains(name) && !standing.containsKey(name) && !leaving.containsKey(name)) {
        log.atWarn().addKeyValue("provider", name).log("a pool has no worker: standing in for it");
        Pool pool = pools.apply(name);
        standing.put(name, pool);
        pool.start();
      }
    }
  }

  /** Takes no more requests of others. */
  synchronized void stopTaking() {
    closed = true;
    standing.values().forEach(Pool::stopTaking);
  }

  @Override
  public void close() {
    stopTaking();
    thread.shutdownNow();
    List<Pool> all;
    synchronized (this) {
      all = new ArrayList<>(standing.values());
      all.addAll(leaving.values());
    }
    all.forEach(Pool::close);
  }
}

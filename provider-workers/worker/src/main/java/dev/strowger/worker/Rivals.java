package dev.strowger.worker;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The steps that run, or ran not long ago, beside an earlier step. When the request itself comes to
 * such a step, it waits for what runs already instead of a second call. Thread-safe.
 */
final class Rivals {
  /** How long the end of one is remembered. */
  static final Duration REMEMBERED = Duration.ofMinutes(1);

  static final int MAX_REMEMBERED = 10_000;

  private final TimeSource time;
  private final int bound;
  private final Map<String, CompletableFuture<RivalEnd>> running = new LinkedHashMap<>();
  private final Map<String, Ended> ended = new LinkedHashMap<>();

  private record Ended(RivalEnd how, long at) {}

  Rivals(TimeSource time, int bound) {
    this.time = time;
    this.bound = bound;
  }

  /** False if this step of the request was begun here before. */
  synchronized boolean begin(Delivery rival) {
    forget();
    String key = key(rival);
    return !ended.containsKey(key) && running.putIfAbsent(key, new CompletableFuture<>()) == null;
  }

  void end(Delivery rival, RivalEnd how) {
    CompletableFuture<RivalEnd> waiting;
    synchronized (this) {
      forget();
      waiting = running.remove(key(rival));
      if (!(how instanceof RivalEnd.Gone)) {
        ended.put(key(rival), new Ended(how, time.ticks()));
      }
    }
    if (waiting != null) {
      waiting.complete(how);
    }
  }

  /** How this step ended where it ran as a rival, when it has; empty if it did not run here. */
  Optional<RivalEnd> await(Delivery delivery) throws InterruptedException {
    CompletableFuture<RivalEnd> waiting;
    synchronized (this) {
      forget();
      Ended before = ended.get(key(delivery));
      if (before != null) {
        return Optional.of(before.how());
      }
      waiting = running.get(key(delivery));
    }
    if (waiting == null) {
      return Optional.empty();
    }
    Duration left = Duration.between(time.now(), delivery.request().getDeadline());
    try {
      return Optional.of(waiting.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.of(new RivalEnd.Gone());
    }
  }

  private void forget() {
    Iterator<Ended> oldest = ended.values().iterator();
    while (oldest.hasNext()) {
      boolean old = time.ticks() - oldest.next().at() > REMEMBERED.toNanos();
      if (!old && ended.size() < bound) {
        return;
      }
      oldest.remove();
    }
  }

  private static String key(Delivery delivery) {
    return delivery.requestId() + "/" + delivery.routed().getStep();
  }
}

package dev.strowger.worker;

import dev.strowger.records.PlanStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of a provider begin: a turn in the pool and a permit of the target's guard, both held
 * only while the call lasts. A request that could ask no other target waits here for a while.
 */
final class Turnstile {
  private final Semaphore turns;
  private final Guards guards;
  private final Rest rest;
  private final TimeSource time;

  /**
   * @param concurrency calls of the provider at once
   */
  Turnstile(int concurrency, Guards guards, Rest rest, TimeSource time) {
    this.turns = new Semaphore(concurrency, true);
    this.guards = guards;
    this.rest = rest;
    this.time = time;
  }

  /** A permit, to be given back by {@link #leave}, or why there is none. */
  TargetGuard.Entry enter(Delivery delivery, int calls, CancelToken token)
      throws InterruptedException {
    Instant since = time.now();
    while (true) {
      TargetGuard.Entry entry = tryOnce(delivery.step());
      if (!(entry instanceof TargetGuard.Entry.Refused(Refusal refusal))) {
        return entry;
      }
      Instant now = time.now();
      Standing standing = new Standing(calls, now, Duration.ZERO, Optional.empty());
      Optional<Duration> wait =
          Patience.at(delivery, refusal, Duration.between(since, now), standing);
      if (wait.isEmpty() || rest.rest(wait.get(), token) != Rest.End.OVER) {
        return entry;
      }
    }
  }

  private TargetGuard.Entry tryOnce(PlanStep step) throws InterruptedException {
    turns.acquire();
    TargetGuard.@Nullable Entry entry = null;
    try {
      entry = guards.enter(step);
      return entry;
    } finally {
      if (!(entry instanceof TargetGuard.Entry.Permit)) {
        turns.release();
      }
    }
  }

  void leave(PlanStep step, TargetGuard.Entry.Permit permit, Verdict verdict) {
    turns.release();
    guards.leave(step, permit, verdict);
  }

  /** Between two calls. */
  Rest.End rest(Duration wait, CancelToken token) throws InterruptedException {
    return rest.rest(wait, token);
  }

  void stop() {
    rest.stop();
  }

  /** The target refused the last call that a request may make of it, without saying how long. */
  void limited(PlanStep step) {
    guards.limited(step);
  }

  Optional<Instant> soonest(Delivery delivery) {
    return guards.soonest(delivery.routed().getPlan());
  }
}

package dev.strowger.bench;

import dev.strowger.bench.Target.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends requests when they are due, however many are still unanswered. A request that finds the
 * bound of open requests reached counts as a problem, so a target that stands still cannot hide it.
 */
final class OpenLoop {
  /** More requests are never open at once. */
  static final int MOST_OPEN = 10_000;

  /** After the last request was sent, answers are waited for so long. */
  private static final Duration DRAIN = Duration.ofSeconds(90);

  private static final Duration LEAD = Duration.ofMillis(20);
  private static final int DIGITS = 3;

  private final Histogram whole = new ConcurrentHistogram(DIGITS);
  private final Histogram first = new ConcurrentHistogram(DIGITS);
  private final Map<String, Long> problems = new ConcurrentHashMap<>();
  private final Map<String, Long> served = new ConcurrentHashMap<>();
  private final Semaphore open = new Semaphore(MOST_OPEN);
  private final AtomicLong lastEnd = new AtomicLong(Long.MIN_VALUE);
  private final Schedule schedule;
  private final Target target;

  private OpenLoop(Schedule schedule, Target target) {
    this.schedule = schedule;
    this.target = target;
  }

  /** Keeps the schedule, waits for the answers, and returns what was measured. */
  static Measurement run(Schedule schedule, Target target) throws InterruptedException {
    return new OpenLoop(schedule, target).run();
  }

  private Measurement run() throws InterruptedException {
    long start = System.nanoTime() + LEAD.toNanos();
    for (long i = 0; i < schedule.count(); i++) {
      long due = start + schedule.offsetNanos(i);
      waitUntil(due);
      if (open.tryAcquire()) {
        var _ = target.send().thenAccept(outcome -> ended(due, outcome));
      } else {
        problems.merge("not sent, " + MOST_OPEN + " open", 1L, Long::sum);
      }
    }
    if (!open.tryAcquire(MOST_OPEN, DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      problems.merge(
          "no answer within " + DRAIN.toSeconds() + " s",
          (long) MOST_OPEN - open.availablePermits(),
          Long::sum);
    }
    long end = Math.max(lastEnd.get(), start + 1);
    return new Measurement(
        schedule, whole.copy(), first.copy(), problems, served, Duration.ofNanos(end - start));
  }

  private static void waitUntil(long due) throws InterruptedException {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void ended(long due, Outcome outcome) {
    long now = System.nanoTime();
    if (outcome.good()) {
      whole.recordValue(now - due);
      if (outcome.firstNanos() != 0) {
        first.recordValue(Math.max(0, outcome.firstNanos() - due));
      }
      served.merge(outcome.served(), 1L, Long::sum);
    } else {
      problems.merge(outcome.problem(), 1L, Long::sum);
    }
    lastEnd.accumulateAndGet(now, Math::max);
    open.release();
  }
}

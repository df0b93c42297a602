package dev.strowger.worker;

import dev.strowger.records.PlanStep;
import java.time.Duration;
import java.time.Instant;

/**
 * Until when one attempt may take, in ticks.
 *
 * @param first for the first token of a stream, or the whole of an answer
 * @param total for everything
 * @param idleNanos between two pieces of a stream
 * @param firstLimit which limit {@code first} is, for messages
 */
record Deadlines(long first, long total, long idleNanos, String firstLimit) {
  /**
   * @param ticks now
   * @param now the same on the wall clock
   */
  static Deadlines of(Delivery delivery, long ticks, Instant now) {
    PlanStep step = delivery.step();
    long untilDeadline =
        Math.max(0, Duration.between(now, delivery.request().getDeadline()).toNanos());
    long total = Math.min(nanos(step.getTotalTimeoutMs()), untilDeadline);
    long first = total;
    String limit =
        total == untilDeadline ? "the request's deadline" : "total_timeout_ms " + ms(total);
    if (delivery.request().getStream() && nanos(step.getFirstTokenTimeoutMs()) < first) {
      first = nanos(step.getFirstTokenTimeoutMs());
      limit = "first token timeout of " + ms(first);
    }
    Integer target = step.getMaxLatencyMs();
    if (target != null && !delivery.last() && nanos(target) < first) {
      first = nanos(target);
      limit = "max_latency_ms " + target;
    }
    return new Deadlines(ticks + first, ticks + total, nanos(step.getIdleTimeoutMs()), limit);
  }

  /** For an answer nobody waits for any more. */
  static Deadlines until(long ticks) {
    return new Deadlines(ticks, ticks, 0, "the time for late answers");
  }

  private static long nanos(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static String ms(long nanos) {
    return nanos / 1_000_000 + " ms";
  }
}

package dev.strowger.worker;

import dev.strowger.records.PlanStep;
import java.time.Duration;
import java.time.Instant;

/**
 * Until when one attempt may take, in ticks.
 *
 * @param head for the connection and the head of the response
 * @param first for the first token of a stream, or the whole of an answer
 * @param total for everything
 * @param idleNanos between two pieces of a stream
 * @param firstLimit which limit {@code first} is, for messages
 * @param hasty whether {@code first} is the client's or its route's hurry, not the target's setting
 */
record Deadlines(
    Head head, long first, long total, long idleNanos, String firstLimit, boolean hasty) {
  /**
   * @param connect for the connection, from the beginning of the call
   * @param at until when the head may take, in ticks
   * @param limit which limit that is, for messages
   */
  record Head(Duration connect, long at, String limit) {}

  /**
   * @param ticks now
   * @param now the same on the wall clock
   */
  static Deadlines of(Delivery delivery, long ticks, Instant now) {
    return of(delivery, delivery.request().getStream(), ticks, now);
  }

  /** For a whole answer that the gateway asks for itself, whatever the client wants. */
  static Deadlines aside(Delivery delivery, long ticks, Instant now) {
    return of(delivery, false, ticks, now);
  }

  private static Deadlines of(Delivery delivery, boolean streamed, long ticks, Instant now) {
    PlanStep step = delivery.step();
    long untilDeadline =
        Math.max(0, Duration.between(now, delivery.request().getDeadline()).toNanos());
    long total = Math.min(nanos(step.getTotalTimeoutMs()), untilDeadline);
    long first = total;
    boolean hasty = total == untilDeadline;
    String limit =
        total == untilDeadline ? "the request's deadline" : "total_timeout_ms " + ms(total);
    if (streamed && nanos(step.getFirstTokenTimeoutMs()) < first) {
      first = nanos(step.getFirstTokenTimeoutMs());
      limit = "first token timeout of " + ms(first);
      hasty = false;
    }
    // Of a step that answers with a stream it is for the first token, which a whole answer has not.
    boolean other = delivery.request().getStream() && !streamed && !delivery.judging();
    Integer target = other ? null : step.getMaxLatencyMs();
    if (target != null && !delivery.last() && nanos(target) < first) {
      first = nanos(target);
      limit = "max_latency_ms " + target;
      hasty = true;
    }
    long headers = nanos(step.getHeadersTimeoutMs());
    Duration connect = Duration.ofMillis(Math.max(1, step.getConnectTimeoutMs()));
    Head head =
        headers < first
            ? new Head(connect, ticks + headers, "response header timeout of " + ms(headers))
            : new Head(connect, ticks + first, limit);
    return new Deadlines(
        head, ticks + first, ticks + total, nanos(step.getIdleTimeoutMs()), limit, hasty);
  }

  Duration connect() {
    return head.connect();
  }

  /** Whether a call that ended then without an answer was not given the time its target has. */
  boolean cutShort(long ticks) {
    return hasty && ticks >= first;
  }

  /** For an answer nobody waits for any more. */
  static Deadlines until(long ticks) {
    String limit = "the time for late answers";
    return new Deadlines(new Head(Duration.ZERO, ticks, limit), ticks, ticks, 0, limit, false);
  }

  private static long nanos(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static String ms(long nanos) {
    return nanos / 1_000_000 + " ms";
  }
}

package dev.strowger.bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What came of a schedule. Latencies count from the time a request was due, not from when it could
 * be sent, so a stall is seen in full by every request that was due during it.
 *
 * @param schedule that was kept
 * @param whole until the end of the answer, nanoseconds, good requests only
 * @param first until the first sign of an answer, nanoseconds, good requests only
 * @param problems how many requests failed, by what went wrong
 * @param served how many good requests each "provider/model" answered
 * @param elapsed from the first due time to the last end
 */
record Measurement(
    Schedule schedule,
    Histogram whole,
    Histogram first,
    Map<String, Long> problems,
    Map<String, Long> served,
    Duration elapsed) {
  Measurement {
    problems = new TreeMap<>(problems);
    served = new TreeMap<>(served);
  }

  /** Latencies in microseconds. */
  record Latency(long p50, long p95, long p99, long max) {
    private static final double NANOS_PER_MICRO = 1e3;

    static Latency of(Histogram nanos) {
      return new Latency(
          micros(nanos.getValueAtPercentile(50)),
          micros(nanos.getValueAtPercentile(95)),
          micros(nanos.getValueAtPercentile(99)),
          micros(nanos.getMaxValue()));
    }

    private static long micros(long nanos) {
      return Math.round(nanos / NANOS_PER_MICRO);
    }
  }

  Latency latency() {
    return Latency.of(whole);
  }

  Latency firstLatency() {
    return Latency.of(first);
  }

  long good() {
    return whole.getTotalCount();
  }

  long bad() {
    return problems.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Requests ended a second. */
  double throughput() {
    return (good() + bad()) / (elapsed.toNanos() / 1e9);
  }
}

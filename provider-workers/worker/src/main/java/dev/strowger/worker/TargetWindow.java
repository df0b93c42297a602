package dev.strowger.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** How one target did in the last minute. Not thread-safe. */
final class TargetWindow {
  static final Duration LENGTH = Duration.ofSeconds(60);

  private static final int SLICES = 30;
  private static final long SLICE_NANOS = LENGTH.toNanos() / SLICES;

  /** Of the last call in a mean. */
  private static final double WEIGHT = 0.2;

  private static final int DIGITS = 2;
  private static final double P95 = 95;
  private static final double US_PER_MS = 1_000;

  private final long[] calls = new long[SLICES];
  private final long[] failures = new long[SLICES];
  private final long[] notAccepted = new long[SLICES];
  private Histogram latencies = new Histogram(DIGITS);
  private Histogram before = new Histogram(DIGITS);
  private long slice;
  private int inFlight;
  private double latencyMs;
  private double firstTokenMs;
  private double tokensPerSecond;

  /**
   * @param nanos now, monotonic
   */
  TargetWindow(long nanos) {
    this.slice = nanos / SLICE_NANOS;
  }

  /** What one call that was answered took. */
  record Answered(long latencyUs, OptionalLong firstTokenUs, long outputTokens) {}

  /** Forgets what is older than the window. */
  void moveTo(long nanos) {
    long now = nanos / SLICE_NANOS;
    if (now - slice >= 2L * SLICES) {
      slice = now - 2L * SLICES;
    }
    while (slice < now) {
      slice++;
      int at = (int) Math.floorMod(slice, (long) SLICES);
      calls[at] = 0;
      failures[at] = 0;
      notAccepted[at] = 0;
      if (at % (SLICES / 2) == 0) {
        Histogram old = before;
        before = latencies;
        old.reset();
        latencies = old;
      }
    }
  }

  void began() {
    inFlight++;
  }

  /** A call is over that says nothing about the target. */
  void left() {
    inFlight = Math.max(0, inFlight - 1);
  }

  void failed() {
    calls[at()]++;
    failures[at()]++;
  }

  void answered(Answered call) {
    calls[at()]++;
    latencies.recordValue(Math.max(1, call.latencyUs() / 1_000));
    latencyMs = mean(latencyMs, call.latencyUs() / US_PER_MS);
    long first = call.firstTokenUs().orElse(0);
    if (first > 0) {
      firstTokenMs = mean(firstTokenMs, first / US_PER_MS);
    }
    long writing = call.latencyUs() - first;
    if (call.outputTokens() > 0 && writing > 0) {
      tokensPerSecond = mean(tokensPerSecond, call.outputTokens() * 1e6 / writing);
    }
  }

  void notAccepted() {
    notAccepted[at()]++;
  }

  private static double mean(double so, double next) {
    return so == 0 ? next : so + WEIGHT * (next - so);
  }

  private int at() {
    return (int) Math.floorMod(slice, (long) SLICES);
  }

  boolean idle() {
    return calls() == 0 && inFlight == 0 && notAcceptedCount() == 0;
  }

  long calls() {
    return Arrays.stream(calls).sum();
  }

  long failures() {
    return Arrays.stream(failures).sum();
  }

  long notAcceptedCount() {
    return Arrays.stream(notAccepted).sum();
  }

  int inFlight() {
    return inFlight;
  }

  double latencyMs() {
    return latencyMs;
  }

  double firstTokenMs() {
    return firstTokenMs;
  }

  double tokensPerSecond() {
    return tokensPerSecond;
  }

  /** Of the last half to whole window; 0 if nothing was answered in it. */
  double p95Ms() {
    if (latencies.getTotalCount() + before.getTotalCount() == 0) {
      return 0;
    }
    Histogram both = before.copy();
    both.add(latencies);
    return both.getValueAtPercentile(P95);
  }
}

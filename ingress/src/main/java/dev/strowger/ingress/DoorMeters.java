package dev.strowger.ingress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the door counts. Labels come from the policy and from our own words, never from clients. */
final class DoorMeters {
  /** How a request left the door. */
  enum Outcome {
    ANSWERED,
    /** The gateway or a provider failed on it. */
    FAILED,
    /** Not accepted at the door. */
    REFUSED,
    /** The client left. */
    GONE;

    private final String label = name().toLowerCase(java.util.Locale.ROOT);
  }

  private final MeterRegistry meters;
  private final AtomicInteger streams = new AtomicInteger();
  private final Counter lateReplies;
  private final Counter publishFailures;

  DoorMeters(MeterRegistry meters, Admission admission, Pending pending) {
    this.meters = meters;
    this.lateReplies =
        Counter.builder("strowger.door.late.replies")
            .description("Replies nobody waited for any more")
            .register(meters);
    this.publishFailures =
        Counter.builder("strowger.door.publish.failures")
            .description("Requests and cancellations the log did not take")
            .register(meters);
    Gauge.builder("strowger.door.in.flight", admission, Admission::inFlight)
        .description("Requests from their headers to the end of their answer")
        .register(meters);
    Gauge.builder("strowger.door.buffered.bytes", admission, Admission::bufferedBytes)
        .description("Request bodies held")
        .register(meters);
    Gauge.builder("strowger.door.pending", pending, Pending::size)
        .description("Requests that wait for the pipeline")
        .register(meters);
    Gauge.builder("strowger.door.streams", streams, AtomicInteger::get)
        .description("Streams that are being answered")
        .register(meters);
  }

  void left(String route, int status, boolean stream, Outcome outcome, Duration took) {
    Counter.builder("strowger.door.requests")
        .description("Requests that left the door")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .tag("outcome", outcome.label)
        .register(meters)
        .increment();
    Timer.builder("strowger.door.latency")
        .description("From a request's headers to the end of its answer")
        .tag("outcome", outcome.label)
        .tag("stream", Boolean.toString(stream))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(meters)
        .record(took);
  }

  void firstToken(Duration after) {
    Timer.builder("strowger.door.first.token")
        .description("From a stream request's headers to its first token")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(2))
        .register(meters)
        .record(after);
  }

  void streamBegan() {
    streams.incrementAndGet();
  }

  void streamEnded() {
    streams.decrementAndGet();
  }

  void lateReply() {
    lateReplies.increment();
  }

  void publishFailed() {
    publishFailures.increment();
  }

  /**
   * Something was not found out about a prompt.
   *
   * @param kind what, or all
   * @param reason failed, late or full
   */
  void featureMissed(String kind, String reason) {
    Counter.builder("strowger.door.features.missed")
        .description("What was to be found out about prompts, and was not")
        .tag("kind", kind)
        .tag("reason", reason)
        .register(meters)
        .increment();
  }

  void featuresTook(long nanos) {
    Timer.builder("strowger.door.features")
        .description("Looking at a prompt for what the policy goes by")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(50_000))
        .maximumExpectedValue(Duration.ofSeconds(1))
        .register(meters)
        .record(Duration.ofNanos(nanos));
  }

  void cancelled(Cancellation reason) {
    Counter.builder("strowger.door.cancellations")
        .description("Requests the door no longer waits for")
        .tag("reason", reason.label())
        .register(meters)
        .increment();
  }
}

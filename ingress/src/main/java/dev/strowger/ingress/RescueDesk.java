package dev.strowger.ingress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all streams share that may be gone on with after a break: the room for what their clients
 * have, and the count of how breaks ended. Thread-safe.
 */
final class RescueDesk {
  private final IngressConfig.Rescue config;
  private final AtomicLong held = new AtomicLong();
  private final Counter interrupted;
  private final Counter rescued;
  private final Counter lost;
  private final Counter notKept;

  RescueDesk(IngressConfig.Rescue config, MeterRegistry meters) {
    this.config = config;
    this.interrupted = count(meters, "interrupted", "Streams that broke off before their end");
    this.rescued = count(meters, "rescued", "Broken streams that another worker went on with");
    this.lost = count(meters, "lost", "Broken streams that ended with an error");
    this.notKept = count(meters, "not.kept", "Streams too long to be gone on with after a break");
    Gauge.builder("strowger.door.rescue.bytes", held, AtomicLong::get)
        .description("Events held of streams that may be gone on with")
        .register(meters);
  }

  private static Counter count(MeterRegistry meters, String what, String description) {
    return Counter.builder("strowger.door.streams." + what)
        .description(description)
        .register(meters);
  }

  /** How long a client is kept waiting for somebody who goes on. */
  Duration patience() {
    return config.patience();
  }

  long streamBytes() {
    return config.streamBytes();
  }

  /** Room for so many bytes more; false if there is none. */
  boolean take(long bytes) {
    if (held.addAndGet(bytes) > config.totalBytes()) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }

  void interrupted() {
    interrupted.increment();
  }

  void rescued() {
    rescued.increment();
  }

  void lost() {
    lost.increment();
  }

  void notKept() {
    notKept.increment();
  }
}

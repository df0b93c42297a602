package dev.strowger.worker;

import java.time.Instant;
import java.util.OptionalLong;

/** The times of one attempt; used by one thread. */
final class Stopwatch {
  private final TimeSource time;
  private final Runnable onFirstToken;
  private final Instant startedAt;
  private final long start;
  private long stop = -1;
  private long firstToken = -1;
  private long firstTokenAtUs;

  Stopwatch(TimeSource time) {
    this(time, () -> {});
  }

  /**
   * @param onFirstToken run once, when it is there
   */
  Stopwatch(TimeSource time, Runnable onFirstToken) {
    this.time = time;
    this.onFirstToken = onFirstToken;
    this.startedAt = time.now();
    this.start = time.ticks();
  }

  private Stopwatch(Stopwatch from) {
    this.time = from.time;
    this.onFirstToken = () -> {};
    this.startedAt = from.startedAt;
    this.start = from.start;
  }

  /** One that began with this one and runs still. */
  Stopwatch goOn() {
    return new Stopwatch(this);
  }

  Instant startedAt() {
    return startedAt;
  }

  long startTicks() {
    return start;
  }

  void firstToken() {
    if (firstToken < 0) {
      firstToken = time.ticks();
      firstTokenAtUs = time.nowUs();
      onFirstToken.run();
    }
  }

  /** The client begins to get the stream, later than its first token came. */
  void given() {
    if (firstToken < 0 && stop < 0) {
      firstToken = time.ticks();
    }
    firstTokenAtUs = time.nowUs();
  }

  /** The provider is done with; later calls change nothing. */
  void stop() {
    if (stop < 0) {
      stop = time.ticks();
    }
  }

  long latencyUs() {
    return ((stop < 0 ? time.ticks() : stop) - start) / 1_000;
  }

  /** From the call of the provider. */
  OptionalLong firstTokenUs() {
    return firstToken < 0 ? OptionalLong.empty() : OptionalLong.of((firstToken - start) / 1_000);
  }

  /** From the door's receipt. */
  OptionalLong firstTokenSinceUs(long receivedAtUs) {
    return firstToken < 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, firstTokenAtUs - receivedAtUs));
  }
}

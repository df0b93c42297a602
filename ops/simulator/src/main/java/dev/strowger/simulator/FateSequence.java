package dev.strowger.simulator;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The fates of a provider's calls in the order they arrive: the n-th call after a seed is set
 * always meets the same fate under the same behaviour.
 */
final class FateSequence {
  private static final long NANOS_PER_MICRO = 1_000;

  private final AtomicLong calls = new AtomicLong();
  private volatile long seed;

  /**
   * What one call gets.
   *
   * @param number of the call since the seed was set
   * @param firstToken time until its first token
   */
  record Lot(long number, Fate fate, Duration firstToken) {}

  FateSequence(long seed) {
    this.seed = seed;
  }

  /** Begins a new sequence. */
  void reseed(long newSeed) {
    seed = newSeed;
    calls.set(0);
  }

  Lot next(Behaviour behaviour) {
    long number = calls.getAndIncrement();
    SplittableRandom random = new SplittableRandom(seed * 0x5DEECE66DL + number);
    return new Lot(number, fate(behaviour, random), firstToken(behaviour.pace(), random));
  }

  private static Fate fate(Behaviour behaviour, SplittableRandom random) {
    Behaviour.Refusals refusals = behaviour.refusals();
    Behaviour.Breaks breaks = behaviour.breaks();
    if (random.nextDouble() < refusals.errorRate()) {
      return new Fate.Refuses(refusals.errorStatus(), refusals.retryAfterSeconds());
    }
    if (random.nextDouble() < breaks.resetRate()) {
      return new Fate.Resets();
    }
    if (random.nextDouble() < breaks.hangRate()) {
      return new Fate.Hangs(breaks.hangAfterTokens());
    }
    if (random.nextDouble() < breaks.cutRate()) {
      return new Fate.Cuts(breaks.cutAfterTokens());
    }
    if (random.nextDouble() < breaks.garbageRate()) {
      return new Fate.Garbles();
    }
    if (random.nextDouble() < refusals.filterRate()) {
      return new Fate.Filters();
    }
    Behaviour.Failures failures = behaviour.failures();
    return random.nextDouble() < failures.rate()
        ? new Fate.Fails(failures.afterTokens(), refusals.errorStatus())
        : new Fate.Answers();
  }

  private static Duration firstToken(Behaviour.Pace pace, SplittableRandom random) {
    double jitterMicros = pace.jitter().toNanos() / (double) NANOS_PER_MICRO;
    double micros =
        pace.firstToken().toNanos() / (double) NANOS_PER_MICRO
            + (2 * random.nextDouble() - 1) * jitterMicros;
    return Duration.ofNanos(Math.round(Math.max(0, micros)) * NANOS_PER_MICRO);
  }
}

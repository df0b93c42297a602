package dev.strowger.ingress;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much the door takes at once: requests in flight and bytes of their bodies. */
final class Admission {
  private final int maxInFlight;
  private final long maxBufferedBytes;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong buffered = new AtomicLong();
  private final Object emptied = new Object();
  private volatile boolean leaving;
  private volatile boolean draining;

  Admission(int maxInFlight, long maxBufferedBytes) {
    this.maxInFlight = maxInFlight;
    this.maxBufferedBytes = maxBufferedBytes;
  }

  /** Takes a place; whoever got one gives it back with {@link #leave}. */
  boolean enter() {
    if (inFlight.incrementAndGet() <= maxInFlight) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (inFlight.decrementAndGet() == 0 && draining) {
      synchronized (emptied) {
        emptied.notifyAll();
      }
    }
  }

  /** Takes room for bytes of a body; whoever got it gives it back with {@link #release}. */
  boolean hold(long bytes) {
    if (buffered.addAndGet(bytes) <= maxBufferedBytes) {
      return true;
    }
    release(bytes);
    return false;
  }

  void release(long bytes) {
    buffered.addAndGet(-bytes);
  }

  int inFlight() {
    return inFlight.get();
  }

  long bufferedBytes() {
    return buffered.get();
  }

  /** Whether the process has been told to end: clients are asked to go elsewhere. */
  boolean leaving() {
    return leaving;
  }

  void lastCall() {
    leaving = true;
  }

  boolean draining() {
    return draining;
  }

  /** From now on the door takes nothing new. */
  void drain() {
    draining = true;
  }

  /** Whether all that was in flight came to its end in time. */
  boolean awaitEmpty(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    synchronized (emptied) {
      while (inFlight.get() > 0) {
        long leftMs = (end - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
          return false;
        }
        emptied.wait(leftMs);
      }
    }
    return true;
  }
}

package dev.strowger.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells one delivery of a request that nobody waits for it any more. Thread-safe. */
final class CancelToken {
  private final int step;
  private final boolean begun;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean cancelled;
  private boolean lost;
  private boolean open;
  private Runnable action = () -> {};
  private Runnable opening = () -> {};

  /**
   * @param step of the plan that is worked on
   * @param begun whether it goes on with an answer that the client got from another step: what that
   *     one told the others when it began does not concern this one
   */
  CancelToken(int step, boolean begun) {
    this.step = step;
    this.begun = begun;
  }

  /** What to do when it is cancelled, now or later; replaces what was to be done before. */
  void onCancel(Runnable newAction) {
    synchronized (this) {
      action = newAction;
      if (!cancelled) {
        return;
      }
    }
    newAction.run();
  }

  /** What to do when the client begins to get its answer from here. */
  synchronized void onOpen(Runnable newAction) {
    opening = newAction;
  }

  /** The client gets its answer from here. */
  void opened() {
    Runnable now;
    synchronized (this) {
      open = true;
      now = opening;
    }
    now.run();
  }

  void cancel() {
    cancel(false);
  }

  /**
   * @param exceptStep the step that goes on, as its answer is the client's; -1 if none does
   */
  void cancel(int exceptStep) {
    if (exceptStep < 0 || (exceptStep != step && !begun)) {
      cancel(exceptStep >= 0);
    }
  }

  private void cancel(boolean toAnother) {
    Runnable now;
    synchronized (this) {
      lost |= toAnother;
      if (cancelled) {
        return;
      }
      cancelled = true;
      now = action;
    }
    ended.countDown();
    now.run();
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  /** Whether another step answered. */
  synchronized boolean lost() {
    return lost;
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** Gives the cancellation that belongs to what has just been seen a little time to come. */
  void awaitCancelled(Duration patience) throws InterruptedException {
    boolean _ = ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}

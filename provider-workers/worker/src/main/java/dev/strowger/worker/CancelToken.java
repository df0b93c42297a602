package dev.strowger.worker;

/** Tells one request that nobody waits for it any more. Thread-safe. */
final class CancelToken {
  private boolean cancelled;
  private Runnable action = () -> {};

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

  void cancel() {
    Runnable now;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      now = action;
    }
    now.run();
  }

  synchronized boolean cancelled() {
    return cancelled;
  }
}

package dev.strowger.worker;

import java.util.LinkedHashSet;

/** The newest cancelled request ids, a bounded number of them. Thread-safe. */
final class CancelledSet {
  private final int bound;
  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  CancelledSet(int bound) {
    this.bound = bound;
  }

  synchronized void add(String requestId) {
    if (ids.add(requestId) && ids.size() > bound) {
      ids.removeFirst();
    }
  }

  synchronized boolean contains(String requestId) {
    return ids.contains(requestId);
  }
}

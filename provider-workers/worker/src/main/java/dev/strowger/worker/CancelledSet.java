package dev.strowger.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The newest cancelled request ids, a bounded number of them. Thread-safe. */
final class CancelledSet {
  private final int bound;
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  CancelledSet(int bound) {
    this.bound = bound;
  }

  /**
   * @param exceptStep the step that goes on; -1 if none does
   */
  synchronized void add(String requestId, int exceptStep) {
    ids.merge(requestId, exceptStep, Math::min);
    if (ids.size() > bound) {
      ids.remove(ids.keySet().iterator().next());
    }
  }

  /** Which step goes on although the request is cancelled, -1 for none; empty if it is not. */
  synchronized OptionalInt exceptStep(String requestId) {
    Integer step = ids.get(requestId);
    return step == null ? OptionalInt.empty() : OptionalInt.of(step);
  }
}

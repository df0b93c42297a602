package dev.strowger.console.shadow;

import dev.strowger.console.log.LogWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of past requests so far; written by one thread, looked at by others. */
final class PastCounts {
  static final String REQUESTS = "requests";
  static final String COPIES = "copies";

  /** The policy refuses them now, so they have no copies. */
  static final String REFUSED = "refused";

  /** Nobody found out what the policy goes by, so its rules could not be trusted to hold. */
  static final String NOT_LOOKED_AT = "notLookedAt";

  /** Copies that were made before. */
  static final String STANDING = "standing";

  static final String TOO_LARGE = "tooLarge";
  static final String UNREADABLE = "unreadable";

  private static final List<String> ALL =
      List.of(REQUESTS, COPIES, REFUSED, NOT_LOOKED_AT, STANDING, TOO_LARGE, UNREADABLE);

  private final Map<String, Long> counts = new HashMap<>();
  private double share;

  PastCounts() {
    ALL.forEach(name -> counts.put(name, 0L));
  }

  synchronized void add(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  synchronized void unreadable(long number) {
    counts.put(UNREADABLE, number);
  }

  synchronized void through(double part) {
    share = part;
  }

  synchronized long copies() {
    return counts.getOrDefault(COPIES, 0L);
  }

  synchronized Map<String, Long> all() {
    return Map.copyOf(counts);
  }

  synchronized LogWork.Progress progress() {
    return new LogWork.Progress(counts, share);
  }
}

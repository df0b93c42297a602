package dev.strowger.router;

import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.records.TargetStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows the statistics of targets: how each did lately, over all worker processes that still
 * tell. They are added up when one changes or when time passes one of their bounds, not for every
 * request.
 */
final class TargetStates {
  /** A worker process that has said nothing for so long is gone, or does not ask the target. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  /** Targets times worker processes; of more than this no other is known. */
  static final int MAX_KEYS = 10_000;

  /** Many processes tell at many times: what they say is added up at most this often. */
  static final Duration REFRESH = Duration.ofMillis(100);

  private final Map<String, TargetStats> stats = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private volatile Sum sum = new Sum(0, Instant.MIN, Instant.MIN, Instant.MIN, Map.of());

  /** Holds at all times from {@code from} to before {@code until}, if nothing changes. */
  private record Sum(
      long changes, Instant at, Instant from, Instant until, Map<String, TargetState> states) {
    boolean holds(Instant time, long changesNow) {
      boolean fresh =
          changes == changesNow || (!time.isBefore(at) && time.isBefore(at.plus(REFRESH)));
      return fresh && !time.isBefore(from) && time.isBefore(until);
    }
  }

  /**
   * By {@code provider/model}; who is not there is unknown.
   *
   * @param at the time of the request in question
   */
  Map<String, TargetState> get(Instant at) {
    Sum last = sum;
    if (!last.holds(at, changes.get())) {
      last = sum(at);
      sum = last;
    }
    return last.states();
  }

  /** Takes a change of the statistics' topic; called by one thread only. */
  void changed(String key, @Nullable TargetStats value) {
    if (value == null) {
      stats.remove(key);
    } else if (hasRoom(key, value.getAt())) {
      stats.put(key, value);
    }
    changes.incrementAndGet();
  }

  private boolean hasRoom(String key, Instant now) {
    if (stats.size() >= MAX_KEYS && !stats.containsKey(key)) {
      stats.values().removeIf(of -> !of.getAt().plus(SILENCE).isAfter(now));
    }
    return stats.size() < MAX_KEYS || stats.containsKey(key);
  }

  private Sum sum(Instant at) {
    // Counted first: what changes while they are added up is added once more.
    long counted = changes.get();
    Instant from = Instant.MIN;
    Instant until = Instant.MAX;
    Map<String, List<TargetStats>> living = new HashMap<>();
    for (TargetStats one : stats.values()) {
      Instant end = one.getAt().plus(SILENCE);
      if (at.isBefore(end)) {
        until = end.isBefore(until) ? end : until;
        living
            .computeIfAbsent(one.getProvider() + "/" + one.getModel(), t -> new ArrayList<>())
            .add(one);
      } else {
        from = end.isAfter(from) ? end : from;
      }
    }
    Map<String, TargetState> states = HashMap.newHashMap(living.size());
    living.forEach((target, all) -> states.put(target, TargetTotal.of(all)));
    return new Sum(counted, at, from, until, Map.copyOf(states));
  }
}

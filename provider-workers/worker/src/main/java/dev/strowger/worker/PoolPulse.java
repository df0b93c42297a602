package dev.strowger.worker;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which pools have workers, by the heartbeats that come through the log. Silence is measured while
 * our own heartbeats come through: a log that is away makes nobody look dead. Thread-safe.
 */
final class PoolPulse {
  /** As long as the session of a pool's consumer: its partitions are free by then. */
  static final Duration SILENCE = Duration.ofSeconds(6);

  /** Processes that are remembered for one pool. */
  private static final int MAX_INSTANCES = 1_000;

  private final Set<String> catalogue;
  private final String instance;
  private final LongSupplier ticks;
  private final Map<String, Long> lastHeard = new HashMap<>();
  private final Map<String, Map<String, Long>> alive = new HashMap<>();
  private OptionalLong ownLast = OptionalLong.empty();
  private long ownSince;

  /**
   * @param catalogue the pools that are listened to
   * @param instance this process
   * @param ticks nanoseconds, monotonic
   */
  PoolPulse(List<String> catalogue, String instance, LongSupplier ticks) {
    this.catalogue = Set.copyOf(catalogue);
    this.instance = instance;
    this.ticks = ticks;
  }

  /** Listens to the log until that is closed. */
  CompactedTable<ProviderHealth> follow(KafkaAccess kafka) {
    return CompactedTable.follow(
        kafka.clients(),
        kafka.serdes(),
        Topics.PROVIDER_HEALTH,
        (key, health) -> {
          if (health != null) {
            heard(health);
          }
        });
  }

  synchronized void heard(ProviderHealth beat) {
    String pool = beat.getProvider();
    if (!beat.getModel().isEmpty() || !catalogue.contains(pool)) {
      return;
    }
    long now = ticks.getAsLong();
    if (beat.getInstance().equals(instance)) {
      if (ownLast.isEmpty() || passed(ownLast.getAsLong(), now)) {
        ownSince = now;
      }
      ownLast = OptionalLong.of(now);
    }
    lastHeard.put(pool, now);
    Map<String, Long> instances = alive.computeIfAbsent(pool, p -> new HashMap<>());
    instances.values().removeIf(then -> passed(then, now));
    if (beat.getState() == HealthState.DOWN) {
      instances.remove(beat.getInstance());
    } else if (instances.size() < MAX_INSTANCES) {
      instances.put(beat.getInstance(), now);
    }
  }

  /** Pools of which nothing was heard while our own heartbeats came through. */
  synchronized Set<String> silent() {
    Set<String> silent = new HashSet<>();
    long now = ticks.getAsLong();
    if (ownLast.isEmpty() || passed(ownLast.getAsLong(), now)) {
      return silent;
    }
    for (String pool : catalogue) {
      Long last = lastHeard.get(pool);
      long since = last == null || last < ownSince ? ownSince : last;
      if (passed(since, now)) {
        silent.add(pool);
      }
    }
    return silent;
  }

  /** Whether another process serves this pool. */
  synchronized boolean othersServe(String pool) {
    long now = ticks.getAsLong();
    return alive.getOrDefault(pool, Map.of()).entrySet().stream()
        .anyMatch(e -> !e.getKey().equals(instance) && !passed(e.getValue(), now));
  }

  private static boolean passed(long since, long now) {
    return now - since > SILENCE.toNanos();
  }
}

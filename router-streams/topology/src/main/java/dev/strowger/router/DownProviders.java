package dev.strowger.router;

import dev.strowger.policy.Availability;
import dev.strowger.policy.HealthReport;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the health topic: which providers and targets cannot be asked at a time. Reports are
 * weighed when one changes or when time passes one of their bounds, not for every request.
 */
final class DownProviders {
  /** Of one pool; of more than this the longest silent are forgotten. */
  static final int MAX_INSTANCES = 256;

  /** Clients can name models themselves; of more than this no other is known to be down. */
  static final int MAX_KEYS = 10_000;

  private final Supplier<Set<String>> providers;
  private final Instant since;

  /** By the topic's key, then by instance. Touched by the topic's thread only. */
  private final Map<String, Map<String, HealthReport>> reports = new HashMap<>();

  private volatile Told told = new Told(0, List.of());
  private volatile Weighed weighed;

  /** What has been reported up to now. */
  private record Told(long number, Collection<HealthReport> reports) {
    Told {
      reports = List.copyOf(reports);
    }
  }

  private record Weighed(Told told, Set<String> providers, Availability availability) {}

  /**
   * @param providers of the policy in force; the same object as long as it is
   * @param since when the topic began to be followed
   */
  DownProviders(Supplier<Set<String>> providers, Instant since) {
    this.providers = providers;
    this.since = since;
    this.weighed = weigh(since, told, providers.get());
  }

  /**
   * Why a provider or a {@code provider/model} cannot be asked.
   *
   * @param at the time of the request in question
   */
  Map<String, String> get(Instant at) {
    Told now = told;
    Set<String> expected = providers.get();
    Weighed last = weighed;
    if (last.told().number() != now.number()
        || !last.providers().equals(expected)
        || !last.availability().covers(at)) {
      last = weigh(at, now, expected);
      weighed = last;
    }
    return last.availability().unavailable();
  }

  /** Takes a change of the health topic; called by one thread only. */
  void changed(String key, @Nullable ProviderHealth health) {
    boolean recovered =
        health != null && !health.getModel().isEmpty() && health.getState() != HealthState.DOWN;
    if (health == null || recovered) {
      reports.remove(key);
    } else if (hasRoom(key, health.getAt())) {
      keep(reports.computeIfAbsent(key, k -> new HashMap<>()), report(health));
    }
    told =
        new Told(
            told.number() + 1,
            reports.values().stream().flatMap(of -> of.values().stream()).toList());
  }

  private boolean hasRoom(String key, Instant now) {
    if (reports.size() >= MAX_KEYS && !reports.containsKey(key)) {
      reports.values().removeIf(of -> of.values().stream().allMatch(r -> isPast(r, now)));
    }
    return reports.size() < MAX_KEYS || reports.containsKey(key);
  }

  private static boolean isPast(HealthReport report, Instant now) {
    return report.until().filter(until -> until.isBefore(now)).isPresent();
  }

  private Weighed weigh(Instant at, Told now, Set<String> expected) {
    return new Weighed(now, expected, Availability.at(at, now.reports(), expected, since));
  }

  /**
   * Pools consist of many instances; for targets, and for those without a name, the last counts.
   */
  private static void keep(Map<String, HealthReport> instances, HealthReport report) {
    if (report.instance().isEmpty() || !report.model().isEmpty()) {
      instances.clear();
    }
    instances.remove("");
    instances.put(report.instance(), report);
    Instant silent = report.at().minus(Availability.SILENCE);
    instances.values().removeIf(r -> r.at().isBefore(silent));
    if (instances.size() > MAX_INSTANCES) {
      instances
          .values()
          .remove(Collections.min(instances.values(), Comparator.comparing(HealthReport::at)));
    }
  }

  private static HealthReport report(ProviderHealth health) {
    return new HealthReport(
        health.getProvider(),
        health.getModel(),
        health.getInstance(),
        health.getState() == HealthState.DOWN,
        health.getAt(),
        Optional.ofNullable(health.getUntil()),
        health.getReason());
  }
}

package dev.strowger.router;

import dev.strowger.policy.Availability;
import dev.strowger.policy.HealthReport;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

  /** By the topic's key: of a target one, of a provider one of each instance. */
  private final Map<String, List<HealthReport>> reports = new ConcurrentHashMap<>();

  private final AtomicLong changes = new AtomicLong();
  private volatile Weighed weighed;

  private record Weighed(long changes, Set<String> providers, Availability availability) {}

  /**
   * @param providers of the policy in force; the same object as long as it is
   * @param since when the topic began to be followed
   */
  DownProviders(Supplier<Set<String>> providers, Instant since) {
    this.providers = providers;
    this.since = since;
    this.weighed = weigh(since, providers.get());
  }

  /**
   * Why a provider or a {@code provider/model} cannot be asked.
   *
   * @param at the time of the request in question
   */
  Map<String, String> get(Instant at) {
    Set<String> expected = providers.get();
    Weighed last = weighed;
    if (last.changes() != changes.get()
        || !last.providers().equals(expected)
        || !last.availability().covers(at)) {
      last = weigh(at, expected);
      weighed = last;
    }
    return last.availability().unavailable();
  }

  /**
   * Whether an instance of a pool says at this time that it is there. Unlike those that providers
   * are expected to have, a pool that was never heard of does not live.
   */
  boolean lives(String pool, Instant at) {
    Instant silent = at.minus(Availability.SILENCE);
    return reports.getOrDefault(pool, List.of()).stream()
        .anyMatch(report -> !report.down() && report.at().isAfter(silent));
  }

  /** Takes a change of the health topic; called by one thread only. */
  void changed(String key, @Nullable ProviderHealth health) {
    boolean recovered =
        health != null && !health.getModel().isEmpty() && health.getState() != HealthState.DOWN;
    if (health == null || recovered) {
      reports.remove(key);
    } else if (hasRoom(key, health.getAt())) {
      reports.merge(key, List.of(report(health)), DownProviders::after);
    }
    changes.incrementAndGet();
  }

  private boolean hasRoom(String key, Instant now) {
    if (reports.size() >= MAX_KEYS && !reports.containsKey(key)) {
      reports.values().removeIf(of -> of.stream().allMatch(r -> isPast(r, now)));
    }
    return reports.size() < MAX_KEYS || reports.containsKey(key);
  }

  private static boolean isPast(HealthReport report, Instant now) {
    return report.until().filter(until -> until.isBefore(now)).isPresent();
  }

  private Weighed weigh(Instant at, Set<String> expected) {
    // Counted first: what changes while the reports are read is weighed again.
    long counted = changes.get();
    List<HealthReport> all = reports.values().stream().flatMap(List::stream).toList();
    return new Weighed(counted, expected, Availability.at(at, all, expected, since));
  }

  /**
   * Pools consist of many instances; for targets, and for those without a name, the last counts.
   */
  private static List<HealthReport> after(List<HealthReport> before, List<HealthReport> now) {
    HealthReport report = now.getFirst();
    if (report.instance().isEmpty() || !report.model().isEmpty()) {
      return now;
    }
    Instant silent = report.at().minus(Availability.SILENCE);
    return Stream.concat(
            now.stream(),
            before.stream()
                .filter(r -> !r.instance().isEmpty() && !r.instance().equals(report.instance()))
                .filter(r -> !r.at().isBefore(silent))
                .sorted(Comparator.comparing(HealthReport::at).reversed()))
        .limit(MAX_INSTANCES)
        .toList();
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

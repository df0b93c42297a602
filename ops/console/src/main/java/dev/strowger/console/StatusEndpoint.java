package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.process.Health;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import dev.strowger.records.ProviderHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.AppInfoParser;

/** How the whole installation is, as far as the console can see. */
final class StatusEndpoint {
  private final Health health;
  private final PolicyLog policies;
  private final ManifestWatcher watcher;
  private final TableView<ProviderHealth> providers;
  private final TopicCheck topics;
  private final Clock clock;
  private final Instant started;

  StatusEndpoint(
      Health health,
      PolicyLog policies,
      ManifestWatcher watcher,
      TableView<ProviderHealth> providers,
      TopicCheck topics,
      Clock clock) {
    this.health = health;
    this.policies = policies;
    this.watcher = watcher;
    this.providers = providers;
    this.topics = topics;
    this.clock = clock;
    this.started = clock.instant();
  }

  Reply show(Call call) {
    Optional<PolicyRecord> active = policies.active();
    Map<String, String> problems = new TreeMap<>(health.problems());
    return Reply.ok(
        ordered(
            "ready", problems.isEmpty(),
            "problems", problems,
            "policy", active.map(PolicyViews::summary).orElse(null),
            "manifests", manifests(active),
            "providers", active.map(this::providers).orElse(List.of()),
            "topics", topics.look(),
            "versions", versions(),
            "startedAt", started.toString(),
            "uptimeSeconds", Duration.between(started, clock.instant()).toSeconds()));
  }

  private Map<String, Object> manifests(Optional<PolicyRecord> active) {
    ManifestWatcher.Standing standing = watcher.standing();
    return ordered(
        "checkedAt",
        standing.at().toString(),
        "version",
        standing.version().orElse(null),
        "inForce",
        standing.version().isPresent()
            && standing.version().equals(active.map(PolicyRecord::getVersion)),
        "problems",
        PolicyViews.problems(standing.problems()));
  }

  private List<Map<String, Object>> providers(PolicyRecord active) {
    return active.getProviders().stream().map(this::provider).toList();
  }

  private Map<String, Object> provider(ProviderEntry entry) {
    Optional<ProviderHealth> seen = providers.get(entry.getName());
    return ordered(
        "name", entry.getName(),
        "dialect", entry.getDialect(),
        "simulated", entry.getSimulated(),
        "state", seen.map(h -> h.getState().name().toLowerCase(java.util.Locale.ROOT)).orElse(null),
        "reason", seen.map(ProviderHealth::getReason).orElse(""),
        "since", seen.map(h -> h.getAt().toString()).orElse(null));
  }

  private static Map<String, Object> versions() {
    return ordered(
        "strowger", release(),
        "java", Runtime.version().toString(),
        "kafka", AppInfoParser.getVersion());
  }

  static String release() {
    String version = StatusEndpoint.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

package dev.strowger.router;

import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force. Follows the key {@code active} of the policies topic: a record that compiles
 * takes over once the topics of its pools exist; one that does not is reported and changes nothing.
 */
final class ActivePolicy {
  static final String KEY = "active";

  private static final Logger log = LoggerFactory.getLogger(ActivePolicy.class);

  private final Consumer<Collection<Topic<?>>> topics;
  private final RouterMeters meters;
  private final Set<String> pools = new HashSet<>();
  private volatile @Nullable Policy policy;

  /**
   * @param topics creates topics that are missing; returns once they exist or throws
   */
  ActivePolicy(Consumer<Collection<Topic<?>>> topics, RouterMeters meters) {
    this.topics = topics;
    this.meters = meters;
  }

  Optional<Policy> get() {
    return Optional.ofNullable(policy);
  }

  /** Of the policy in force; empty if there is none. */
  Set<String> providers() {
    Policy now = policy;
    return now == null ? Set.of() : now.providers();
  }

  /** Takes a change of the policies topic; called by one thread only. */
  void changed(String key, @Nullable PolicyRecord record) {
    if (!key.equals(KEY)) {
      return;
    }
    if (record == null) {
      log.atWarn().log("the active policy was deleted; the last one stays in force");
      return;
    }
    Set<String> providers = new LinkedHashSet<>();
    record.getProviders().stream().map(ProviderEntry::getName).forEach(providers::add);
    switch (Policy.compile(
        Policy.Bundle.of(record.getRoutesYaml(), record.getModelsYaml()), providers)) {
      case Policy.Compilation.Accepted(Policy accepted, var warnings) ->
          take(accepted, record, providers);
      case Policy.Compilation.Rejected(var problems) -> reject(record, problems);
    }
  }

  private void take(Policy accepted, PolicyRecord record, Set<String> providers) {
    if (!accepted.version().equals(record.getVersion())) {
      log.atWarn()
          .addKeyValue("published", record.getVersion())
          .addKeyValue("compiled", accepted.version())
          .log("the published version of the policy is not the one of its content");
    }
    List<String> missing = providers.stream().filter(name -> !pools.contains(name)).toList();
    if (!missing.isEmpty()) {
      topics.accept(missing.stream().<Topic<?>>map(Topics::routed).toList());
      pools.addAll(missing);
    }
    policy = accepted;
    meters.policyInForce(accepted.version());
    log.atInfo()
        .addKeyValue("version", accepted.version())
        .addKeyValue("source", record.getSource())
        .log("policy in force");
  }

  private void reject(PolicyRecord record, List<?> problems) {
    meters.policyRejected();
    problems.forEach(
        problem ->
            log.atError()
                .addKeyValue("version", record.getVersion())
                .addKeyValue("problem", problem.toString())
                .log("policy rejected, the last one stays in force"));
  }
}

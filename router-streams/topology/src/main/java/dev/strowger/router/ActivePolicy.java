package dev.strowger.router;

import dev.strowger.facts.PlanOf;
import dev.strowger.facts.PolicyOf;
import dev.strowger.policy.FeatureNeeds;
import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force. Follows the key {@code active} of the policies topic: a record that compiles
 * takes over once the topics of its pools exist; one that does not is reported and changes nothing.
 */
final class ActivePolicy {
  static final String KEY = "active";

  /** Of more versions with the same detectors, requests count as not looked at. */
  static final int MAX_DETECTING = 16;

  private static final Logger log = LoggerFactory.getLogger(ActivePolicy.class);

  private final Consumer<Collection<Topic<?>>> topics;
  private final RouterMeters meters;
  private final Set<String> pools = new HashSet<>();
  private volatile @Nullable PolicyInForce inForce;

  /**
   * @param topics creates topics that are missing; returns once they exist or throws
   */
  ActivePolicy(Consumer<Collection<Topic<?>>> topics, RouterMeters meters) {
    this.topics = topics;
    this.meters = meters;
  }

  Optional<PolicyInForce> get() {
    return Optional.ofNullable(inForce);
  }

  /** Of the policy in force; empty if there is none. */
  Set<String> providers() {
    PolicyInForce now = inForce;
    return now == null ? Set.of() : now.policy().providers();
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
    switch (PolicyOf.record(record)) {
      // Who published it was told its warnings.
      case Policy.Compilation.Accepted(Policy accepted, var _) -> take(accepted, record);
      case Policy.Compilation.Rejected(var problems) -> reject(record, problems);
    }
  }

  private void take(Policy accepted, PolicyRecord record) {
    if (!accepted.version().equals(record.getVersion())) {
      log.atWarn()
          .addKeyValue("published", record.getVersion())
          .addKeyValue("compiled", accepted.version())
          .log("the published version of the policy is not the one of its content");
    }
    List<String> missing =
        Stream.concat(PolicyOf.providers(record).stream(), Stream.of(PlanOf.CACHE))
            .filter(name -> !pools.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      topics.accept(missing.stream().<Topic<?>>map(Topics::routed).toList());
      pools.addAll(missing);
    }
    inForce = PolicyInForce.of(accepted, detecting(accepted, record));
    meters.policyInForce(accepted.version());
    log.atInfo()
        .addKeyValue("version", accepted.version())
        .addKeyValue("source", record.getSource())
        .log("policy in force");
  }

  /**
   * The version itself, unless its record tells doors of no detectors, as one of another release
   * may; and those before it that doors may still go by, as long as the detectors stay the same.
   */
  private List<String> detecting(Policy accepted, PolicyRecord record) {
    if (!record.getNeeds().getDetectors()) {
      return List.of();
    }
    PolicyInForce last = inForce;
    boolean same = last != null && sameDetectors(last.policy().needs(), accepted.needs());
    List<String> before =
        last == null || !same
            ? List.of()
            : last.detecting().stream()
                .filter(version -> !version.equals(record.getVersion()))
                .limit(MAX_DETECTING - 1)
                .toList();
    return Stream.concat(Stream.of(record.getVersion()), before.stream()).toList();
  }

  private static boolean sameDetectors(FeatureNeeds one, FeatureNeeds other) {
    return one.detectors() == other.detectors()
        && one.customDetectors().equals(other.customDetectors())
        && one.detectorClasses().equals(other.detectorClasses());
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

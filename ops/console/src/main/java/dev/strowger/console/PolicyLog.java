package dev.strowger.console;

import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import io.micrometer.core.instrument.Counter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies that ever were, and the one in force; the only writer of {@code llm.policies}. */
final class PolicyLog {
  private static final Logger log = LoggerFactory.getLogger(PolicyLog.class);

  /** Older versions stay in the topic but are not shown. */
  static final int MAX_VERSIONS = 1_000;

  private static final String ACTIVE = "active";
  private static final String VERSION = "version/";

  /** What the files of manifests said when they were last published. */
  private static final String FILES = "files";

  /** Keys beside those of the versions. */
  static final int OTHER_KEYS = 2;

  /** However many versions came after them: without the second, a start would publish the files. */
  static final Set<String> KEPT = Set.of(ACTIVE, FILES);

  private final TableView<PolicyRecord> table;
  private final RecordPublisher publisher;
  private final Counter published;

  PolicyLog(TableView<PolicyRecord> table, RecordPublisher publisher, Counter published) {
    this.table = table;
    this.publisher = publisher;
    this.published = published;
  }

  Optional<PolicyRecord> active() {
    return table.get(ACTIVE);
  }

  /** Every version, the newest first. */
  List<PolicyRecord> history() {
    return table.all().entrySet().stream()
        .filter(e -> e.getKey().startsWith(VERSION))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparing(PolicyRecord::getPublishedAt).reversed())
        .toList();
  }

  /**
   * @param version whole, or its beginning where only one version begins so
   */
  Optional<PolicyRecord> version(String version) {
    List<PolicyRecord> found =
        history().stream().filter(p -> p.getVersion().startsWith(version)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * The one that was in force before the one that is: of all others, the one published last.
   *
   * @throws Refusal (404) if there was none
   */
  PolicyRecord previous() {
    String now = active().map(PolicyRecord::getVersion).orElse("");
    return history().stream()
        .filter(p -> !p.getVersion().equals(now))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("no other policy was ever in force"));
  }

  /** The version that the files of manifests had when they were last published. */
  Optional<String> ofFiles() {
    return table.get(FILES).map(PolicyRecord::getVersion);
  }

  /**
   * Brings a policy of the files into force, and notes it as such afterwards: so after a crash
   * between the two, the files are published again rather than never.
   */
  synchronized void publishFiles(PolicyRecord policy) throws InterruptedException {
    publish(policy);
    if (table.get(FILES).filter(known -> same(known, policy)).isEmpty()) {
      publisher.publish(Topics.POLICIES, FILES, policy);
      table.await(FILES, policy::equals, RecordPublisher.TIMEOUT);
    }
  }

  /**
   * Brings a policy into force if the one that is in force now is the expected one.
   *
   * @param expected version, or the beginning of it; empty: any
   * @return whether something was written
   * @throws Refusal (409) if another is in force
   */
  synchronized boolean publish(PolicyRecord policy, Optional<String> expected)
      throws InterruptedException {
    check(expected);
    return publish(policy);
  }

  /** Whether {@link #publish} would write something. */
  synchronized boolean wouldChange(PolicyRecord policy, Optional<String> expected) {
    check(expected);
    return active().filter(now -> same(now, policy)).isEmpty();
  }

  private void check(Optional<String> expected) {
    String now = active().map(PolicyRecord::getVersion).orElse("");
    if (expected.isPresent() && !now.startsWith(expected.get())) {
      throw Refusal.of(
          409,
          "version_changed",
          "version "
              + (now.isEmpty() ? "(none)" : now)
              + " is in force, not "
              + expected.get()
              + "; look at what changed (policy diff) and try again");
    }
  }

  /**
   * Brings a policy into force, unless it is in force already. The version is written before it
   * becomes active, so that whoever sees an active policy finds it in the history too.
   *
   * @return whether something was written
   */
  synchronized boolean publish(PolicyRecord policy) throws InterruptedException {
    if (active().filter(now -> same(now, policy)).isPresent()) {
      return false;
    }
    publisher.publish(Topics.POLICIES, VERSION + policy.getVersion(), policy);
    publisher.publish(Topics.POLICIES, ACTIVE, policy);
    table.await(ACTIVE, policy::equals, RecordPublisher.TIMEOUT);
    published.increment();
    log.atInfo()
        .addKeyValue("version", policy.getVersion())
        .addKeyValue("source", policy.getSource())
        .log("policy published");
    return true;
  }

  /**
   * The version alone does not tell who is simulated, who speaks which dialect, what is learnt; nor
   * what doors have to find out, which another release may say otherwise of the same manifests.
   */
  private static boolean same(PolicyRecord one, PolicyRecord other) {
    return one.getVersion().equals(other.getVersion())
        && one.getProviders().equals(other.getProviders())
        && one.getNeeds().equals(other.getNeeds())
        && Objects.equals(one.getClassifierModel(), other.getClassifierModel());
  }
}

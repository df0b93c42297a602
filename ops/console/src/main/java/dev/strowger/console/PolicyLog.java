package dev.strowger.console;

import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import io.micrometer.core.instrument.Counter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies that ever were, and the one in force; the only writer of {@code llm.policies}. */
final class PolicyLog {
  private static final Logger log = LoggerFactory.getLogger(PolicyLog.class);

  /** Older versions stay in the topic but are not shown. */
  static final int MAX_VERSIONS = 1_000;

  private static final String ACTIVE = "active";
  private static final String VERSION = "version/";

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

  /** The version alone does not tell who is simulated, nor who speaks which dialect. */
  private static boolean same(PolicyRecord one, PolicyRecord other) {
    return one.getVersion().equals(other.getVersion())
        && one.getProviders().equals(other.getProviders());
  }
}

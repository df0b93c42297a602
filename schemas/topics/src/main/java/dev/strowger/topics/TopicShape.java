package dev.strowger.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * What a topic of the catalogue looks like at the broker.
 *
 * @param maxBodyBytes the body limit
 * @param bodyRetention how long prompts and answers are kept
 */
record TopicShape(int maxBodyBytes, Duration bodyRetention) {
  /** For what stands in a record beside the body. */
  private static final int RECORD_OVERHEAD_BYTES = 1 << 20;

  private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(1);

  /** Settings a new topic gets. */
  Map<String, String> config(Topic<?> topic) {
    Map<String, String> config = new HashMap<>();
    config.put("cleanup.policy", cleanupPolicy(topic));
    retention(topic)
        .ifPresent(
            time -> {
              config.put("retention.ms", Long.toString(time.toMillis()));
              config.put("segment.ms", Long.toString(segment(time).toMillis()));
            });
    if (topic.retention() instanceof Topic.Retention.Forever) {
      config.put("retention.ms", "-1");
    }
    if (topic.carriesBodies()) {
      config.put("max.message.bytes", Integer.toString(maxMessageBytes()));
    }
    return config;
  }

  /** What differs in a way that matters. */
  List<String> differences(Topic<?> topic, TopicDescription found, Config config) {
    List<String> differences = new ArrayList<>();
    if (found.partitions().size() != topic.partitions()) {
      differences.add(
          "%s has %d partitions, not %d"
              .formatted(topic.name(), found.partitions().size(), topic.partitions()));
    }
    String policy = config.get("cleanup.policy").value();
    if (!policy.equals(cleanupPolicy(topic))) {
      differences.add(
          "%s has cleanup.policy %s, not %s".formatted(topic.name(), policy, cleanupPolicy(topic)));
    }
    long largest = Long.parseLong(config.get("max.message.bytes").value());
    if (topic.carriesBodies() && largest < maxMessageBytes()) {
      differences.add(
          "%s has max.message.bytes %d, less than the %d that the body limit asks for"
              .formatted(topic.name(), largest, maxMessageBytes()));
    }
    retention(topic)
        .filter(time -> topic.carriesBodies())
        .filter(time -> longer(config.get("retention.ms").value(), time))
        .ifPresent(
            time ->
                differences.add(
                    "%s has retention.ms %s: it keeps prompts or answers longer than %s"
                        .formatted(topic.name(), config.get("retention.ms").value(), time)));
    return differences;
  }

  /** The router joins requests and outcomes partition by partition. */
  static Optional<String> unequalPartitions(Map<String, TopicDescription> found) {
    TopicDescription requests = found.get(Topics.REQUESTS.name());
    TopicDescription outcomes = found.get(Topics.OUTCOMES.name());
    if (requests == null
        || outcomes == null
        || requests.partitions().size() == outcomes.partitions().size()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has %d partitions and %s has %d: they must have the same number, or a tenant's ledger falls apart"
            .formatted(
                requests.name(),
                requests.partitions().size(),
                outcomes.name(),
                outcomes.partitions().size()));
  }

  private static String cleanupPolicy(Topic<?> topic) {
    return switch (topic.retention()) {
      case Topic.Retention.For _, Topic.Retention.Bodies(), Topic.Retention.Forever() -> "delete";
      case Topic.Retention.KeyedBodies() -> "compact,delete";
      case Topic.Retention.Compacted() -> "compact";
    };
  }

  private Optional<Duration> retention(Topic<?> topic) {
    return switch (topic.retention()) {
      case Topic.Retention.For(Duration time) -> Optional.of(time);
      case Topic.Retention.Bodies(), Topic.Retention.KeyedBodies() -> Optional.of(bodyRetention);
      case Topic.Retention.Compacted(), Topic.Retention.Forever() -> Optional.empty();
    };
  }

  /** The segment being written is never deleted: it must not grow as old as the retention. */
  private static Duration segment(Duration retention) {
    Duration quarter = retention.dividedBy(4);
    return quarter.compareTo(SHORTEST_SEGMENT) < 0 ? SHORTEST_SEGMENT : quarter;
  }

  private static boolean longer(String retentionMs, Duration wanted) {
    long found = Long.parseLong(retentionMs);
    return found < 0 || found > wanted.toMillis();
  }

  private int maxMessageBytes() {
    return maxBodyBytes + RECORD_OVERHEAD_BYTES;
  }
}

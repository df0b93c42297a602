package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics on the broker with the catalogue. */
final class TopicCheck implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Admin admin;

  TopicCheck(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("default.api.timeout.ms", (int) TIMEOUT.toMillis());
    settings.put("request.timeout.ms", (int) TIMEOUT.toMillis());
    this.admin = Admin.create(settings);
  }

  /** {@code {"reachable", "expected", "problems"}}. */
  Map<String, Object> look() throws InterruptedException {
    List<String> names = Topics.FIXED.stream().map(Topic::name).toList();
    Map<String, KafkaFuture<TopicDescription>> found =
        admin.describeTopics(names).topicNameValues();
    List<String> problems = new ArrayList<>();
    boolean reachable = true;
    long end = System.nanoTime() + TIMEOUT.toNanos();
    for (Topic<?> topic : Topics.FIXED) {
      try {
        long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
        KafkaFuture<TopicDescription> future = found.get(topic.name());
        if (future != null) {
          compare(topic, future.get(left, TimeUnit.MILLISECONDS), problems);
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          problems.add(topic.name() + " is missing");
        } else {
          reachable = false;
          problems.add(topic.name() + " could not be looked at: " + e.getMessage());
        }
      } catch (TimeoutException e) {
        reachable = false;
        problems.add(topic.name() + " could not be looked at within " + TIMEOUT.toSeconds() + " s");
      }
    }
    return ordered("reachable", reachable, "expected", names.size(), "problems", problems);
  }

  private static void compare(Topic<?> topic, TopicDescription found, List<String> problems) {
    int partitions = found.partitions().size();
    if (partitions != topic.partitions()) {
      problems.add(
          topic.name()
              + " has "
              + partitions
              + " partitions, the catalogue says "
              + topic.partitions());
    }
    long leaderless = found.partitions().stream().filter(p -> p.leader() == null).count();
    if (leaderless > 0) {
      problems.add(topic.name() + " has " + leaderless + " partitions without a leader");
    }
  }

  @Override
  public void close() {
    admin.close(TIMEOUT);
  }
}

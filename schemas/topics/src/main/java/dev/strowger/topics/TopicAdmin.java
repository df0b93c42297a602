package dev.strowger.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of the catalogue and compares those that exist with it. */
public final class TopicAdmin {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Map<String, Object> kafka;
  private final TopicShape shape;

  /**
   * @param kafka client settings
   * @param maxBodyBytes the body limit; topics with bodies take records of that and a little more
   */
  public TopicAdmin(Map<String, Object> kafka, int maxBodyBytes) {
    this(kafka, maxBodyBytes, KafkaAccess.BODY_RETENTION);
  }

  /**
   * @param bodyRetention how long topics keep prompts and answers
   */
  public TopicAdmin(Map<String, Object> kafka, int maxBodyBytes, Duration bodyRetention) {
    this.kafka = Map.copyOf(kafka);
    this.shape = new TopicShape(maxBodyBytes, bodyRetention);
  }

  /**
   * Creates those that are missing and returns once all of them can be used; what exists stays as
   * it is. Any number of processes may do this at once.
   *
   * @throws IllegalStateException if that fails, or topics that must have as many partitions as one
   *     another do not
   */
  public void ensure(Collection<? extends Topic<?>> topics) {
    try (Admin admin = Admin.create(kafka)) {
      admin
          .createTopics(topics.stream().map(this::newTopic).toList())
          .values()
          .forEach((name, result) -> created(name, result));
      Map<String, TopicDescription> found = awaitLeaders(admin, names(topics));
      TopicShape.unequalPartitions(found)
          .ifPresent(
              problem -> {
                throw new IllegalStateException(problem);
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  /**
   * What differs from the catalogue, one readable sentence each; empty when all is as it should.
   */
  public List<String> check(Collection<? extends Topic<?>> topics) {
    try (Admin admin = Admin.create(kafka)) {
      List<String> differences = new ArrayList<>();
      Map<String, TopicDescription> found = new TreeMap<>();
      for (Topic<?> topic : topics) {
        Optional<TopicDescription> description = describe(admin, topic.name());
        if (description.isEmpty()) {
          differences.add(topic.name() + " does not exist");
          continue;
        }
        found.put(topic.name(), description.get());
        differences.addAll(
            shape.differences(topic, description.get(), config(admin, topic.name())));
      }
      TopicShape.unequalPartitions(found).ifPresent(differences::add);
      return differences;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while checking topics", e);
    }
  }

  private NewTopic newTopic(Topic<?> topic) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
        .configs(shape.config(topic));
  }

  private static void created(String name, KafkaFuture<Void> result) {
    try {
      get(result, "creating topic " + name);
    } catch (TopicExistsException e) {
      // Another process was quicker, or it was there before.
    } catch (RetriableException e) {
      throw new IllegalStateException("topic " + name + " could not be created", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  private static Map<String, TopicDescription> awaitLeaders(Admin admin, List<String> names)
      throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        Map<String, TopicDescription> found =
            get(admin.describeTopics(names).allTopicNames(), "describing topics");
        if (found.values().stream().allMatch(TopicAdmin::hasLeaders)) {
          return found;
        }
      } catch (RetriableException e) {
        // A broker that does not know the new topic yet.
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "not every partition of " + names + " had a leader within " + TIMEOUT);
      }
      Thread.sleep(PAUSE);
    }
  }

  private static boolean hasLeaders(TopicDescription topic) {
    return topic.partitions().stream().allMatch(p -> p.leader() != null && !p.leader().isEmpty());
  }

  private static Optional<TopicDescription> describe(Admin admin, String name)
      throws InterruptedException {
    try {
      return get(admin.describeTopics(List.of(name)).allTopicNames(), "describing " + name)
          .values()
          .stream()
          .findFirst();
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private static Config config(Admin admin, String name) throws InterruptedException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    return get(admin.describeConfigs(List.of(topic)).all(), "reading settings of " + name)
        .values()
        .iterator()
        .next();
  }

  private static List<String> names(Collection<? extends Topic<?>> topics) {
    return topics.stream().<String>map(Topic::name).toList();
  }

  /** Waits for the broker; its refusals come out as they are, all else says what was tried. */
  private static <T> T get(KafkaFuture<T> future, String what) throws InterruptedException {
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(what + ": the broker did not answer in " + TIMEOUT, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof TopicExistsException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(what + " failed: " + e.getCause(), e);
    }
  }
}

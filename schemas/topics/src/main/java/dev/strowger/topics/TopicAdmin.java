package dev.strowger.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the catalogue. */
public final class TopicAdmin {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, Object> kafka;
  private final int maxBodyBytes;

  /**
   * @param kafka client settings
   * @param maxBodyBytes the body limit; topics with bodies take records of that and a little more
   */
  public TopicAdmin(Map<String, Object> kafka, int maxBodyBytes) {
    this.kafka = Map.copyOf(kafka);
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Creates those that are missing; what exists stays as it is. */
  public void ensure(Collection<? extends Topic<?>> topics) {
    try (Admin admin = Admin.create(kafka)) {
      List<NewTopic> wanted = topics.stream().map(this::newTopic).toList();
      var results = admin.createTopics(wanted).values();
      for (var result : results.entrySet()) {
        try {
          result.getValue().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw new IllegalStateException("cannot create topic " + result.getKey(), e.getCause());
          }
        }
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("the broker did not create the topics within " + TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  private NewTopic newTopic(Topic<?> topic) {
    Map<String, String> config = new HashMap<>();
    switch (topic.retention()) {
      case Topic.Retention.For(Duration time) ->
          config.put("retention.ms", Long.toString(time.toMillis()));
      case Topic.Retention.Compacted() -> config.put("cleanup.policy", "compact");
    }
    if (topic.carriesBodies()) {
      config.put("max.message.bytes", Integer.toString(maxBodyBytes + (1 << 20)));
    }
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
        .configs(config);
  }
}

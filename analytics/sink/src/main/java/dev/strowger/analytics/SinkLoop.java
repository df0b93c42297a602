package dev.strowger.analytics;

import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log and stores it, on the one thread that owns the consumer. Where to begin is read
 * from ClickHouse, never from the group's offsets: those only show others how far it is.
 */
final class SinkLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SinkLoop.class);
  private static final List<String> TOPICS = Decoder.TOPICS.stream().map(Topic::name).toList();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PATIENT_TRIES = 10;

  private final Consumer<String, byte[]> consumer;
  private final Admin admin;
  private final Migrations migrations;
  private final BatchWriter writer;
  private final Partitions partitions;
  private final SinkMetrics metrics;
  private final int retentionDays;
  private final Backoff backoff = new Backoff();
  private final Set<TopicPartition> unplaced = new HashSet<>();
  private final Map<String, String> topicIds = new HashMap<>();
  private boolean migrated;
  private volatile boolean closed;

  SinkLoop(
      Consumer<String, byte[]> consumer,
      Admin admin,
      Migrations migrations,
      BatchWriter writer,
      SinkMetrics metrics,
      AnalyticsConfig config) {
    this.consumer = consumer;
    this.admin = admin;
    this.migrations = migrations;
    this.writer = writer;
    this.metrics = metrics;
    this.partitions =
        new Partitions(config.batching().maxRows(), config.batching().flushInterval());
    this.retentionDays = config.retentionDays();
  }

  @Override
  public void run() {
    try (consumer;
        writer) {
      consumer.subscribe(TOPICS, new Assignment());
      while (!closed) {
        turn();
      }
    } catch (WakeupException | InterruptException e) {
      log.atDebug().log("sink closed");
    }
  }

  void close() {
    closed = true;
    consumer.wakeup();
  }

  private void turn() {
    for (var record : consumer.poll(POLL)) {
      partitions.add(
          new TopicPartition(record.topic(), record.partition()), record, System.nanoTime());
    }
    if (backoff.isOver(System.nanoTime())) {
      try {
        work();
        backoff.succeeded();
        metrics.recovered();
      } catch (WakeupException | InterruptException e) {
        throw e;
      } catch (SQLException | KafkaException e) {
        Duration pause = backoff.failed(System.nanoTime());
        metrics.failed();
        log.atWarn()
            .addKeyValue("tries", backoff.tries())
            .addKeyValue("pause", pause)
            .addKeyValue("reason", e.getMessage())
            .log("events are not stored yet, trying again");
      }
    }
    pauseAndResume();
    metrics.lag(lag());
  }

  private void work() throws SQLException {
    if (!migrated) {
      migrations.apply(retentionDays);
      migrated = true;
    }
    place();
    for (Batch batch : partitions.due(System.nanoTime())) {
      store(batch);
    }
  }

  private void store(Batch batch) throws SQLException {
    try {
      writer.store(batch, backoff.tries() < PATIENT_TRIES);
    } catch (RegistryException e) {
      throw new KafkaException("the schema registry does not answer for " + batch.source(), e);
    }
    partitions.stored(batch);
    consumer.commitAsync(
        Map.of(
            new TopicPartition(batch.source().topic(), batch.source().partition()),
            new OffsetAndMetadata(batch.range().last() + 1)),
        (offsets, problem) -> {
          if (problem != null) {
            log.atDebug().setCause(problem).log("offset not shown to the group");
          }
        });
  }

  /** Finds out where newly assigned partitions begin. */
  private void place() throws SQLException {
    if (unplaced.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(unplaced);
    for (String topic : TOPICS) {
      String id = topicId(topic);
      Map<Integer, Range> newest = writer.newest(topic, id);
      for (TopicPartition partition : List.copyOf(unplaced)) {
        if (partition.topic().equals(topic)) {
          long from =
              partitions.begin(
                  partition,
                  new Source(topic, id, partition.partition()),
                  newest.get(partition.partition()),
                  beginnings.getOrDefault(partition, 0L));
          consumer.seek(partition, from);
          unplaced.remove(partition);
        }
      }
    }
  }

  private String topicId(String topic) {
    String known = topicIds.get(topic);
    if (known != null) {
      return known;
    }
    try {
      String id =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .values()
              .iterator()
              .next()
              .topicId()
              .toString();
      topicIds.put(topic, id);
      return id;
    } catch (ExecutionException e) {
      throw new KafkaException("topic " + topic + " could not be described", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void pauseAndResume() {
    Set<TopicPartition> full = new HashSet<>(consumer.assignment());
    Set<TopicPartition> hungry = new HashSet<>(full);
    full.removeIf(p -> !partitions.isFull(p));
    hungry.removeAll(full);
    consumer.pause(full);
    consumer.resume(hungry);
  }

  private long lag() {
    long unread =
        consumer.assignment().stream().mapToLong(p -> consumer.currentLag(p).orElse(0)).sum();
    return unread + partitions.buffered();
  }

  /**
   * Follows the group's changes; positions are looked up later, where a failure can be repeated.
   */
  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      consumer.pause(assigned);
      unplaced.addAll(assigned);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      revoked.forEach(partitions::end);
      unplaced.removeAll(revoked);
    }
  }
}

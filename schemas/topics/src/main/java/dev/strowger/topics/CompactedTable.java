package dev.strowger.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a compacted topic from its beginning and hands every change to a listener, on one thread
 * of its own. {@link #awaitCaughtUp} returns once all that stood in the topic at the start was
 * handed on. A topic that is not there yet, a broker or a registry that is down are waited for.
 */
public final class CompactedTable<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CompactedTable.class);

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Told of each change in the order of the log. */
  @FunctionalInterface
  public interface Listener<V> {
    /**
     * @param key of the record
     * @param value null when the key was deleted
     */
    void changed(String key, @Nullable V value);
  }

  /** Told of each change and of the record that brought it. */
  @FunctionalInterface
  public interface RecordListener<V> {
    /**
     * @param value null when the key was deleted
     */
    void changed(ConsumerRecord<String, byte[]> record, @Nullable V value);
  }

  private final Topic<V> topic;
  private final Deserializer<V> values;
  private final RecordListener<V> listener;
  private final Consumer<String, byte[]> consumer;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Where the topic ended when it was found; empty until then. */
  private Map<TopicPartition, Long> ends = Map.of();

  private volatile @Nullable String problem;
  private volatile boolean closed;

  private CompactedTable(
      Topic<V> topic,
      Deserializer<V> values,
      Consumer<String, byte[]> consumer,
      RecordListener<V> listener) {
    this.topic = topic;
    this.values = values;
    this.consumer = consumer;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("table-" + topic.name()).unstarted(this::run);
  }

  /**
   * @param kafka client settings (bootstrap servers, security)
   */
  public static <V extends SpecificRecord> CompactedTable<V> follow(
      Map<String, Object> kafka, RecordSerdes serdes, Topic<V> topic, Listener<V> listener) {
    return followRecords(
        kafka, serdes, topic, (record, value) -> listener.changed(record.key(), value));
  }

  /** As {@link #follow}, for who must know where in the log a change stands. */
  public static <V extends SpecificRecord> CompactedTable<V> followRecords(
      Map<String, Object> kafka, RecordSerdes serdes, Topic<V> topic, RecordListener<V> listener) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", "false");
    settings.put("isolation.level", "read_committed");
    CompactedTable<V> table =
        new CompactedTable<>(
            topic,
            serdes.deserializer(topic),
            new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()),
            listener);
    table.thread.start();
    return table;
  }

  public void awaitCaughtUp(Duration timeout) throws InterruptedException, TimeoutException {
    if (!caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException(topic.name() + " was not read to its end within " + timeout);
    }
  }

  public boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  /** Empty while the table follows its topic, else why it does not. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void run() {
    try (consumer) {
      Duration backoff = FIRST_BACKOFF;
      while (!closed) {
        try {
          follow();
          backoff = FIRST_BACKOFF;
        } catch (WakeupException | InterruptException e) {
          closed = true;
        } catch (RuntimeException e) {
          // A broker that restarts, a topic that is not there yet, a right that is missing.
          report(e);
          pause(backoff);
          backoff = longer(backoff);
        }
      }
    }
  }

  /** One step: find the topic's end, then take what is new. */
  private void follow() {
    if (ends.isEmpty()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new UnknownTopicOrPartitionException(topic.name() + " does not exist yet");
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      ends = Map.copyOf(consumer.endOffsets(partitions));
    }
    problem = null;
    if (!isCaughtUp()
        && ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
      caughtUp.countDown();
    }
    consumer.poll(isCaughtUp() ? POLL : FIRST_POLL).forEach(this::apply);
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      listener.changed(record, value(record));
    } catch (RuntimeException e) {
      if (closed) {
        return;
      }
      // One bad record must not hide the rest of the table.
      log.atError()
          .addKeyValue("topic", topic.name())
          .addKeyValue("offset", record.offset())
          .setCause(e)
          .log("record passed over");
    }
  }

  /** Waits for a registry that is down: the record is not bad for that. */
  private @Nullable V value(ConsumerRecord<String, byte[]> record) {
    Duration backoff = FIRST_BACKOFF;
    while (true) {
      try {
        return values.deserialize(topic.name(), record.value());
      } catch (RegistryException e) {
        if (!e.passing() || closed) {
          throw e;
        }
        report(e);
        pause(backoff);
        backoff = longer(backoff);
      }
    }
  }

  private void report(RuntimeException e) {
    problem = topic.name() + " cannot be read: " + e.getMessage();
    log.atWarn().addKeyValue("topic", topic.name()).setCause(e).log("table does not advance");
  }

  private void pause(Duration time) {
    try {
      if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        closed = true;
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private static Duration longer(Duration backoff) {
    Duration twice = backoff.multipliedBy(2);
    return twice.compareTo(LONGEST_BACKOFF) < 0 ? twice : LONGEST_BACKOFF;
  }

  @Override
  public void close() {
    closed = true;
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.strowger.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a compacted topic from its beginning and hands every change to a listener, on one thread
 * of its own. {@link #awaitCaughtUp} returns once all that stood in the topic at the start was
 * handed on.
 */
public final class CompactedTable<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CompactedTable.class);

  /** Told of each change in the order of the log. */
  @FunctionalInterface
  public interface Listener<V> {
    /**
     * @param key of the record
     * @param value null when the key was deleted
     */
    void changed(String key, @Nullable V value);
  }

  private final Topic<V> topic;
  private final Deserializer<V> values;
  private final Listener<V> listener;
  private final Consumer<String, byte[]> consumer;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;

  private CompactedTable(
      Topic<V> topic,
      Deserializer<V> values,
      Consumer<String, byte[]> consumer,
      Listener<V> listener) {
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
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    CompactedTable<V> table =
        new CompactedTable<>(
            topic,
            serdes.deserializer(topic),
            new KafkaConsumer<>(
                settings,
                new StringDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer()),
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

  private void run() {
    try (consumer) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(topic.name())
          .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!closed) {
        if (caughtUp.getCount() > 0
            && ends.entrySet().stream()
                .allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
          caughtUp.countDown();
        }
        consumer.poll(Duration.ofMillis(caughtUp.getCount() > 0 ? 50 : 1000)).forEach(this::apply);
      }
    } catch (WakeupException | InterruptException e) {
      log.atDebug().addKeyValue("topic", topic.name()).log("table closed");
    } catch (RuntimeException e) {
      log.atError().addKeyValue("topic", topic.name()).setCause(e).log("table stopped");
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      listener.changed(record.key(), values.deserialize(topic.name(), record.value()));
    } catch (RuntimeException e) {
      // One bad record must not hide the rest of the table.
      log.atError()
          .addKeyValue("topic", topic.name())
          .addKeyValue("offset", record.offset())
          .setCause(e)
          .log("record passed over");
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

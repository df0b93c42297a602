package dev.strowger.console.log;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The readable records of a range of one partition, one after another; used by one thread. */
public final class PartitionCursor<V extends SpecificRecord> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int POLL_RECORDS = 2_000;
  private static final byte[] NO_KEY = {};

  private final Topic<V> topic;
  private final Deserializer<V> values;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final OffsetRange range;
  private final Predicate<byte @Nullable []> wanted;
  private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
  private @Nullable V head;
  private byte[] key = NO_KEY;
  private long done;
  private long unreadable;

  public PartitionCursor(KafkaAccess kafka, Topic<V> topic, int partition, OffsetRange range) {
    this(kafka, topic, partition, range, key -> true);
  }

  /**
   * @param wanted records of other keys are passed over unread
   */
  public PartitionCursor(
      KafkaAccess kafka,
      Topic<V> topic,
      int partition,
      OffsetRange range,
      Predicate<byte @Nullable []> wanted) {
    this.wanted = wanted;
    this.topic = topic;
    this.values = kafka.serdes().deserializer(topic);
    this.partition = new TopicPartition(topic.name(), partition);
    this.range = range;
    this.done = range.start();
    this.consumer = consumer(kafka);
    consumer.assign(List.of(this.partition));
    consumer.seek(this.partition, range.start());
  }

  static KafkaConsumer<byte[], byte[]> consumer(KafkaAccess kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("max.poll.records", POLL_RECORDS);
    settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The next record, which stays the next; null at the end of the range. */
  public @Nullable V peek() throws IOException {
    while (head == null && (polled.hasNext() || poll())) {
      ConsumerRecord<byte[], byte[]> record = polled.next();
      if (record.offset() >= range.end()) {
        done = range.end();
        return null;
      }
      done = record.offset() + 1;
      key = record.key() == null ? NO_KEY : record.key();
      head = wanted.test(record.key()) ? read(record) : null;
    }
    return head;
  }

  public @Nullable V next() throws IOException {
    V next = peek();
    head = null;
    return next;
  }

  /** Of the record that was yielded last; empty if it has none. */
  public byte[] key() {
    return key.clone();
  }

  /** Offsets that were gone through. */
  public long offsets() {
    return done - range.start();
  }

  public long unreadable() {
    return unreadable;
  }

  private boolean poll() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < range.end()) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
      if (!records.isEmpty()) {
        polled = records.iterator();
        return true;
      }
      if (System.nanoTime() > end) {
        throw new IOException(partition + " yields nothing at " + consumer.position(partition));
      }
    }
    done = range.end();
    return false;
  }

  private @Nullable V read(ConsumerRecord<byte[], byte[]> record) throws IOException {
    try {
      V value = values.deserialize(topic.name(), record.value());
      unreadable += value == null ? 1 : 0;
      return value;
    } catch (RegistryException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
    } catch (RuntimeException e) {
      // Counted below: somebody else's bytes must not end a replay of a million decisions.
    }
    unreadable++;
    return null;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

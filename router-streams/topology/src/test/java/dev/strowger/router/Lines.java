package dev.strowger.router;

import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The other ends of the topics: writes what doors and workers write, reads what they read. */
final class Lines implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String bootstrapServers;
  private final RecordSerdes serdes = new RecordSerdes(new FixedSchemas());
  private final KafkaProducer<String, byte[]> producer;
  private final List<Runnable> readers = new ArrayList<>();

  Lines(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  <V extends SpecificRecord> void write(Topic<V> topic, String key, V value) {
    writeBytes(topic.name(), key, serdes.serializer(topic).serialize(topic.name(), value));
  }

  void writeBytes(String topic, String key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topic, key, value)); // A loss shows as a missing id.
  }

  void flush() {
    producer.flush();
  }

  /** Hands all records of a topic, from its beginning, to a listener on a thread of its own. */
  <V extends SpecificRecord> void follow(
      Topic<V> topic, boolean committedOnly, Consumer<V> listener) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                committedOnly ? "read_committed" : "read_uncommitted"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    // A topic that was created a moment ago may not be known to the broker yet.
    awaitUnchecked(() -> !consumer.partitionsFor(topic.name()).isEmpty());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var values = serdes.deserializer(topic);
    Thread.ofPlatform()
        .daemon()
        .name("follow-" + topic.name())
        .start(
            () -> {
              try (consumer) {
                while (true) {
                  consumer
                      .poll(Duration.ofSeconds(1))
                      .forEach(r -> listener.accept(values.deserialize(r.topic(), r.value())));
                }
              } catch (WakeupException e) {
                // Closed.
              }
            });
    readers.add(consumer::wakeup);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      Thread.sleep(5);
    }
  }

  /** For use inside of conditions. */
  static void awaitUnchecked(BooleanSupplier condition) {
    try {
      await("an answer", condition);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    readers.forEach(Runnable::run);
    producer.close(Duration.ofSeconds(5));
  }
}

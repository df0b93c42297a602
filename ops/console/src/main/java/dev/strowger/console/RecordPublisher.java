package dev.strowger.console;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records and returns once all in-sync replicas have them. */
final class RecordPublisher implements AutoCloseable {
  /** How long one record may take, everything included. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final RecordSerdes serdes;
  private final Producer<String, byte[]> producer;

  RecordPublisher(KafkaAccess kafka) {
    this.serdes = kafka.serdes();
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("compression.type", "zstd");
    settings.put("max.block.ms", (int) TIMEOUT.toMillis());
    settings.put("request.timeout.ms", (int) TIMEOUT.toMillis() / 2);
    settings.put("delivery.timeout.ms", (int) TIMEOUT.toMillis());
    settings.put("linger.ms", 0);
    // A policy carries three manifests of up to 4 MiB of text.
    settings.put("max.request.size", 16 << 20);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * @throws Refusal (503) if the broker or the registry did not take it in time; it may still
   *     arrive
   */
  <V extends SpecificRecord> void publish(Topic<V> topic, String key, V value)
      throws InterruptedException {
    try {
      byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
      producer
          .send(new ProducerRecord<>(topic.name(), key, bytes))
          .get(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(topic, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw unavailable(topic, e);
    }
  }

  private static Refusal unavailable(Topic<?> topic, Throwable cause) {
    return Refusal.of(
        503,
        "log_unavailable",
        "the record was not confirmed on " + topic.name() + ": " + cause.getMessage());
  }

  @Override
  public void close() {
    producer.close(TIMEOUT);
  }
}

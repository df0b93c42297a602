package dev.strowger.console.shadow;

import dev.strowger.records.ShadowRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes copies of requests, one after another, each once. */
final class CopyWriter implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String TOPIC = Topics.SHADOW.name();

  /** Key and frame of a record in its batch. */
  private static final int BATCH_BYTES = 1 << 10;

  private final int maxRecordBytes;
  private final Serializer<ShadowRecord> values;
  private final KafkaProducer<String, byte[]> producer;

  /**
   * @param maxRecordBytes that the topic takes, all included
   */
  CopyWriter(KafkaAccess kafka, int maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
    this.values = kafka.serdes().serializer(Topics.SHADOW);
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("linger.ms", 0);
    int timeoutMs = (int) TIMEOUT.toMillis();
    settings.put("max.block.ms", timeoutMs);
    settings.put("request.timeout.ms", timeoutMs / 2);
    settings.put("delivery.timeout.ms", timeoutMs);
    settings.put("max.request.size", maxRecordBytes);
    settings.put("buffer.memory", 2L * maxRecordBytes);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Empty if the topic would not take it. */
  Optional<byte[]> encode(ShadowRecord copy) {
    return Optional.of(values.serialize(TOPIC, copy))
        .filter(bytes -> bytes.length <= maxRecordBytes - BATCH_BYTES);
  }

  /** Returns once all in-sync replicas have it. */
  void write(ShadowRecord copy, byte[] bytes) throws IOException, InterruptedException {
    try {
      producer
          .send(new ProducerRecord<>(TOPIC, copy.getRequest().getRequestId(), bytes))
          .get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IOException("a copy was not confirmed on " + TOPIC + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close(TIMEOUT);
  }
}

package dev.strowger.analytics;

import dev.strowger.records.DeadLetter;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts records that cannot be used aside, with the reason. */
final class DeadLetters implements AutoCloseable {
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaProducer<String, DeadLetter> producer;
  private final Clock clock;

  DeadLetters(KafkaAccess kafka, Clock clock) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("max.block.ms", Long.toString(SEND_TIMEOUT.toMillis()));
    this.producer =
        new KafkaProducer<>(
            settings, new StringSerializer(), kafka.serdes().serializer(Topics.DEAD_LETTERS));
    this.clock = clock;
  }

  /** Returns once the broker has it. */
  void put(Decoder.Decoded.Bad bad) {
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setTopic(bad.record().topic())
            .setPartition(bad.record().partition())
            .setOffset(bad.record().offset())
            .setAt(clock.instant())
            .setReason(bad.reason())
            .setKey(
                bad.record().key() == null
                    ? null
                    : ByteBuffer.wrap(bad.record().key().getBytes(StandardCharsets.UTF_8)))
            .setValue(bad.record().value() == null ? null : ByteBuffer.wrap(bad.record().value()))
            .build();
    try {
      producer
          .send(new ProducerRecord<>(Topics.DEAD_LETTERS.name(), bad.record().key(), letter))
          .get(SEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("a dead letter could not be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing a dead letter", e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}

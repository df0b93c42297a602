package dev.strowger.console;

import dev.strowger.records.DeadLetter;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts dead letters back where they came from, byte for byte; made for one call of an operator. */
final class Redriver implements AutoCloseable {
  /** Tells the letter: {@code <partition>/<offset>} on {@code llm.dead.letters}. */
  static final String HEADER = "strowger-redriven";

  private static final int ENVELOPE_BYTES = 1 << 20;

  private final Set<String> topics;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * @throws Refusal (503) if the broker cannot be reached
   */
  Redriver(KafkaAccess kafka, int maxBodyBytes) throws InterruptedException {
    this.topics = topics(kafka);
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("compression.type", "zstd");
    settings.put("linger.ms", 0);
    int timeoutMs = (int) RecordPublisher.TIMEOUT.toMillis();
    settings.put("max.block.ms", timeoutMs);
    settings.put("request.timeout.ms", timeoutMs / 2);
    settings.put("delivery.timeout.ms", timeoutMs);
    settings.put("max.request.size", maxBodyBytes + ENVELOPE_BYTES);
    settings.put("buffer.memory", 2L * (maxBodyBytes + ENVELOPE_BYTES));
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Why a letter cannot be put back; empty if it can. */
  Optional<String> obstacle(DeadLetter letter) {
    if (letter.getValue() == null) {
      return Optional.of(
          "the letter only points at its record, the value was not kept; look at "
              + letter.getTopic()
              + "/"
              + letter.getPartition()
              + "/"
              + letter.getOffset());
    }
    if (letter.getTopic().equals(Topics.DEAD_LETTERS.name())
        || !letter.getTopic().startsWith("llm.")) {
      return Optional.of(letter.getTopic() + " is not a topic of the pipeline");
    }
    return topics.contains(letter.getTopic())
        ? Optional.empty()
        : Optional.of("its topic " + letter.getTopic() + " does not exist any more");
  }

  /**
   * Returns once all in-sync replicas have it.
   *
   * @throws Refusal (503) if they do not have it in time; it may still arrive
   */
  void put(LetterId id, DeadLetter letter) throws InterruptedException {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(letter.getTopic(), bytes(letter.getKey()), bytes(letter.getValue()));
    record.headers().add(HEADER, id.place().getBytes(StandardCharsets.UTF_8));
    try {
      producer.send(record).get(2 * RecordPublisher.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw Refusal.of(
          503, "log_unavailable", id + " was not confirmed on " + letter.getTopic() + ": " + e);
    }
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Set<String> topics(KafkaAccess kafka) throws InterruptedException {
    try (Admin admin = Admin.create(new HashMap<>(kafka.clients()))) {
      return new HashSet<>(
          admin
              .listTopics()
              .names()
              .get(RecordPublisher.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw Refusal.of(503, "log_unavailable", "the broker could not be asked: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    producer.close(RecordPublisher.TIMEOUT);
  }
}

package dev.strowger.worker;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings records into the log; the books, for which nobody waits, in batches. */
final class LogWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** Of a producer that waits for metadata or room. */
  private static final Duration MOST_BLOCKED = Duration.ofSeconds(10);

  /** Others may be asked for before. */
  private static final Duration TOPIC_PATIENCE = MOST_BLOCKED.multipliedBy(2);

  /**
   * Nobody waits for the books to be kept; a twentieth of a second makes batches of them, which
   * spares the broker and the router most of the work.
   */
  private static final int BOOKS_LINGER_MS = 50;

  private final Way replies;
  private final Way books;
  private volatile boolean closing;

  LogWriter(KafkaAccess kafka, int maxBodyBytes) {
    this.replies = Way.of(kafka, maxBodyBytes, 0);
    this.books = Way.of(kafka, maxBodyBytes, BOOKS_LINGER_MS);
  }

  /** A producer with the topics it knows. */
  private record Way(KafkaProducer<String, byte[]> producer, KnownTopics topics) {
    static Way of(KafkaAccess kafka, int maxBodyBytes, int lingerMs) {
      Map<String, Object> settings = settings(kafka, maxBodyBytes);
      settings.put("linger.ms", Integer.toString(lingerMs));
      KafkaProducer<String, byte[]> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
      return new Way(
          producer,
          new KnownTopics(
              topic -> producer.partitionsFor(topic),
              TimeSource.system(),
              KnownTopics.MOST,
              TOPIC_PATIENCE));
    }

    Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback told) {
      if (Thread.currentThread().isVirtual()) {
        try {
          topics.await(record.topic());
        } catch (KafkaException e) {
          told.onCompletion(null, e);
          return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
      }
      return producer.send(record, told);
    }

    void close() {
      topics.close();
      producer.close(CLOSE);
    }
  }

  private static Map<String, Object> settings(KafkaAccess kafka, int maxBodyBytes) {
    int maxRecord = maxBodyBytes + (1 << 20);
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("max.request.size", maxRecord);
    settings.put("buffer.memory", Math.max(64L << 20, 2L * maxRecord));
    settings.put("max.block.ms", Long.toString(MOST_BLOCKED.toMillis()));
    settings.put("metadata.max.idle.ms", Long.toString(KnownTopics.REMEMBERED.toMillis()));
    settings.put("request.timeout.ms", "10000");
    settings.put("delivery.timeout.ms", "30000");
    return settings;
  }

  /** Topics that will be written to; does not wait. */
  void expect(Collection<String> topics) {
    for (String topic : topics) {
      way(topic).topics().expect(List.of(topic));
    }
  }

  private Way way(String topic) {
    return topic.equals(Topics.OUTCOMES.name()) ? books : replies;
  }

  /** Whether this process stops. */
  boolean closing() {
    return closing;
  }

  Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
    return send(record, (metadata, error) -> {});
  }

  Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback told) {
    return way(record.topic()).send(record, told);
  }

  /** Sends without waiting: what is lost so costs a call at most. */
  void attempt(ProducerRecord<String, byte[]> record) {
    Optional<Future<RecordMetadata>> _ = start(record);
  }

  /**
   * Sends all and waits for every acknowledgement, as often as it takes.
   *
   * @return false if this process is stopping and some are not acknowledged
   */
  boolean surely(List<ProducerRecord<String, byte[]>> records) throws InterruptedException {
    List<ProducerRecord<String, byte[]>> left = records;
    while (true) {
      left = once(left);
      if (left.isEmpty()) {
        return true;
      }
      if (closing) {
        return false;
      }
      rest();
    }
  }

  /** Between two tries. */
  void rest() throws InterruptedException {
    Thread.sleep(RETRY);
  }

  /** Those that were not acknowledged. */
  private List<ProducerRecord<String, byte[]>> once(List<ProducerRecord<String, byte[]>> records)
      throws InterruptedException {
    List<Optional<Future<RecordMetadata>>> sent = new ArrayList<>();
    for (ProducerRecord<String, byte[]> record : records) {
      sent.add(start(record));
    }
    List<ProducerRecord<String, byte[]>> failed = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      try {
        if (sent.get(i).isEmpty()) {
          failed.add(records.get(i));
        } else {
          sent.get(i).get().get();
        }
      } catch (ExecutionException e) {
        failed.add(records.get(i));
        log.atWarn()
            .addKeyValue("topic", records.get(i).topic())
            .setCause(e.getCause())
            .log("record not acknowledged");
      }
    }
    return failed;
  }

  private Optional<Future<RecordMetadata>> start(ProducerRecord<String, byte[]> record) {
    try {
      return Optional.of(send(record));
    } catch (KafkaException | IllegalStateException e) {
      log.atWarn().addKeyValue("topic", record.topic()).setCause(e).log("record not sent");
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closing = true;
    replies.close();
    books.close();
  }
}

package dev.strowger.ingress;

import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of the Responses API that stand on llm.responses. Their places are followed and kept
 * in memory; the answers themselves are read from the log when they are asked for.
 */
final class KeptResponses implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptResponses.class);
  private static final Pattern ID = Pattern.compile("resp_[0-9a-f]{32}");

  /** An answer is acknowledged before its client has it, but followed a moment after. */
  private static final Duration FRESH = Duration.ofMillis(300);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KeptIndex index;
  private final Deserializer<ResponseRecord> values;
  private final Consumer<String, byte[]> follower;
  private final Consumer<String, byte[]> reader;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  private KeptResponses(IngressConfig config) {
    this.index = new KeptIndex(config.bounds().maxKeptResponses());
    this.values = config.kafka().serdes().deserializer(Topics.RESPONSES);
    this.follower = consumer(config);
    this.reader = consumer(config);
    this.thread = Thread.ofPlatform().daemon().name("kept-responses").unstarted(this::run);
  }

  static KeptResponses follow(IngressConfig config) {
    KeptResponses kept = new KeptResponses(config);
    kept.thread.start();
    return kept;
  }

  private static Consumer<String, byte[]> consumer(IngressConfig config) {
    Map<String, Object> settings = new HashMap<>(config.kafka().clients());
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Reads an answer; blocks for milliseconds, at most seconds.
   *
   * @return empty if there is none, or it is another tenant's
   */
  Optional<ResponseRecord> find(String id, String tenant) throws InterruptedException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    Optional<KeptIndex.Place> place = index.find(id);
    if (place.isEmpty()) {
      place = index.await(id, FRESH);
    }
    return place
        .flatMap(found -> read(id, found))
        .filter(record -> record.getTenant().equals(tenant));
  }

  /** It was deleted through this door: nobody finds it any more. */
  void forget(String id) {
    index.remove(id);
  }

  private synchronized Optional<ResponseRecord> read(String id, KeptIndex.Place place) {
    reader.assign(List.of(place.partition()));
    reader.seek(place.partition(), place.offset());
    long end = System.nanoTime() + READ.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofMillis(100))) {
        // A place that was compacted away: the record there is another's, or a deletion.
        return record.key().equals(id) && record.value() != null
            ? Optional.of(values.deserialize(Topics.RESPONSES.name(), record.value()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private void run() {
    try (follower) {
      boolean assigned = false;
      while (closing.getCount() > 0) {
        try {
          if (!assigned) {
            assign();
            assigned = true;
          }
          follower.poll(POLL).forEach(this::take);
        } catch (WakeupException | InterruptException e) {
          return;
        } catch (RuntimeException e) {
          log.atWarn().setCause(e).log("kept responses cannot be followed");
          if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      log.atDebug().log("follower interrupted");
    }
  }

  private void assign() {
    List<TopicPartition> partitions =
        follower.partitionsFor(Topics.RESPONSES.name()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    follower.assign(partitions);
    follower.seekToBeginning(partitions);
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      index.remove(record.key());
    } else {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      index.put(record.key(), new KeptIndex.Place(partition, record.offset()));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    follower.wakeup();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      reader.close();
    }
  }
}

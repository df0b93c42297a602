package dev.strowger.worker;

import dev.strowger.records.ShadowResult;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the budget what all processes have spent on shadows since the UTC day began. */
final class ShadowSpend implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShadowSpend.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RESTART = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final ShadowBudget budget;
  private final TimeSource time;
  private final Deserializer<ShadowResult> values;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Thread thread;
  private volatile boolean closing;

  private ShadowSpend(KafkaAccess kafka, ShadowBudget budget, TimeSource time) {
    this.kafka = kafka;
    this.budget = budget;
    this.time = time;
    this.values = kafka.serdes().deserializer(Topics.SHADOW_RESULTS);
    this.thread = Thread.ofPlatform().daemon().name("shadow-spend").unstarted(this::run);
  }

  static ShadowSpend follow(KafkaAccess kafka, ShadowBudget budget, TimeSource time) {
    ShadowSpend spend = new ShadowSpend(kafka, budget, time);
    spend.thread.start();
    return spend;
  }

  private void run() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("client.id", "strowger-shadow-spend");
    settings.put("enable.auto.commit", "false");
    while (!closing) {
      try (KafkaConsumer<String, byte[]> consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
        begin(consumer);
        while (!closing) {
          consumer.poll(POLL).forEach(this::take);
        }
      } catch (KafkaException e) {
        log.atWarn().setCause(e).log("what shadows have cost cannot be read");
        pause();
      }
    }
  }

  /** Where it stopped before, or at the beginning of the day. */
  private void begin(KafkaConsumer<?, ?> consumer) {
    String topic = Topics.SHADOW_RESULTS.name();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(partitions);
    Instant midnight = time.now().truncatedTo(ChronoUnit.DAYS);
    Map<TopicPartition, OffsetAndTimestamp> since =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> midnight.toEpochMilli())));
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = since.get(partition);
      Long seen = next.get(partition);
      if (seen != null) {
        consumer.seek(partition, seen);
      } else if (first != null) {
        consumer.seek(partition, first.offset());
      } else {
        consumer.seekToEnd(List.of(partition));
      }
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    try {
      budget.spent(values.deserialize(record.topic(), record.value()));
    } catch (SerializationException | IllegalArgumentException | NullPointerException e) {
      log.atError().addKeyValue("offset", record.offset()).setCause(e).log("not a shadow's result");
    }
  }

  private void pause() {
    try {
      Thread.sleep(RESTART);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(CLOSE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

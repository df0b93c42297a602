package dev.strowger.console.log;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** What a compacted topic says at this moment. */
public final class NewestValues {
  /** Of all keys together. */
  static final int MAX_KEYS = 2_000_000;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private NewestValues() {}

  /**
   * The newest value of each key, by what was committed when this began; empty if there is no such
   * topic.
   */
  public static <V extends SpecificRecord> Optional<Map<String, V>> of(
      KafkaAccess kafka, Topic<V> topic) throws IOException {
    try (KafkaConsumer<byte[], byte[]> consumer = PartitionCursor.consumer(kafka)) {
      List<TopicPartition> partitions =
          Optional.ofNullable(consumer.listTopics().get(topic.name())).orElse(List.of()).stream()
              .map(p -> new TopicPartition(topic.name(), p.partition()))
              .toList();
      if (partitions.isEmpty()) {
        return Optional.empty();
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Deserializer<V> values = kafka.serdes().deserializer(topic);
      Map<String, V> newest = new HashMap<>();
      long late = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record, values, newest);
          late = System.nanoTime() + PATIENCE.toNanos();
        }
        if (System.nanoTime() > late) {
          throw new IOException(topic.name() + " yields nothing");
        }
      }
      return Optional.of(newest);
    }
  }

  private static <V extends SpecificRecord> void take(
      ConsumerRecord<byte[], byte[]> record, Deserializer<V> values, Map<String, V> newest)
      throws IOException {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      newest.remove(key);
      return;
    }
    newest.put(key, values.deserialize(record.topic(), record.value()));
    if (newest.size() > MAX_KEYS) {
      throw new IOException(record.topic() + " has more than " + MAX_KEYS + " keys");
    }
  }
}

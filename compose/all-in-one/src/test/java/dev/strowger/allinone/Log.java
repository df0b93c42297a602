package dev.strowger.allinone;

import dev.strowger.topics.HttpSchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RegistrySettings;
import dev.strowger.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a whole topic of a running gateway, committed records only. */
final class Log {
  private Log() {}

  static <V extends SpecificRecord> List<V> read(RunningGateway gateway, Topic<V> topic) {
    KafkaAccess kafka =
        KafkaAccess.plain(
            gateway.endpoint("kafka"),
            new HttpSchemaRegistry(RegistrySettings.plain(gateway.endpoint("registry"))));
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("isolation.level", "read_committed");
    settings.put("max.partition.fetch.bytes", 64 << 20);
    List<V> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            settings, new StringDeserializer(), kafka.serdes().deserializer(topic))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(r -> records.add(r.value()));
      }
    }
    return records;
  }
}

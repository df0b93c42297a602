package dev.strowger.worker;

import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A pool's membership in a JVM of its own, to be killed: bootstrap servers, pool, instance. */
final class ConsumerProcess {
  static final String READY = "has its partitions";

  private ConsumerProcess() {}

  public static void main(String[] arguments) {
    KafkaAccess kafka = KafkaAccess.plain(arguments[0], new InMemorySchemaRegistry());
    Optional<String> instance = Optional.of(arguments[2]).filter(name -> !name.isEmpty());
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            new PoolConsumer(kafka, arguments[1], instance, 512).settings(),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.routed(arguments[1]).name()));
      boolean told = false;
      while (true) {
        consumer.poll(Duration.ofMillis(50));
        if (!told && !consumer.assignment().isEmpty()) {
          System.out.println(READY);
          told = true;
        }
      }
    }
  }
}

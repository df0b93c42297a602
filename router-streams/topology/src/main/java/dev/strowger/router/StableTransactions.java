package dev.strowger.router;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of the topology, with transactional ids that are the same after a restart. Streams
 * would draw new ones where no store is on disk; then a transaction that was open when the process
 * was killed holds up its successor until it times out. With the old id the successor ends it at
 * once.
 */
final class StableTransactions implements KafkaClientSupplier {
  private final String prefix;

  StableTransactions(StreamsTuning tuning) {
    this.prefix = tuning.group() + "-" + tuning.instance();
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(
        withStableId(config), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Of the id that Streams gives only the last part stays: the number of the thread. */
  Map<String, Object> withStableId(Map<String, Object> config) {
    if (!(config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) instanceof String given)) {
      return config;
    }
    Map<String, Object> stable = new HashMap<>(config);
    stable.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + given.substring(given.lastIndexOf('-')));
    return stable;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

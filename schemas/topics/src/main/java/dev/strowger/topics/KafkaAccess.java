package dev.strowger.topics;

import java.util.Map;

/**
 * How a process reaches the log: settings for Kafka clients (bootstrap servers, security) and the
 * serdes of the values.
 */
public record KafkaAccess(Map<String, Object> clients, RecordSerdes serdes) {
  public KafkaAccess {
    clients = Map.copyOf(clients);
  }

  /** A broker without security, e.g. the embedded one. */
  public static KafkaAccess plain(String bootstrapServers, SchemaRegistry registry) {
    return new KafkaAccess(
        Map.of("bootstrap.servers", bootstrapServers), new RecordSerdes(registry));
  }
}

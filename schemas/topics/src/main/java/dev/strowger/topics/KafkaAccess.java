package dev.strowger.topics;

import java.time.Duration;
import java.util.Map;

/**
 * How a process reaches the log.
 *
 * @param clients settings for Kafka clients (bootstrap servers, security)
 * @param serdes of the values
 * @param bodyRetention how long topics keep prompts and answers, when this system creates them
 */
public record KafkaAccess(
    Map<String, Object> clients, RecordSerdes serdes, Duration bodyRetention) {
  public static final Duration BODY_RETENTION = Duration.ofHours(24);

  public KafkaAccess {
    clients = Map.copyOf(clients);
  }

  public KafkaAccess(Map<String, Object> clients, RecordSerdes serdes) {
    this(clients, serdes, BODY_RETENTION);
  }

  /** Without the settings of clients, which may hold a password. */
  @Override
  public String toString() {
    return "KafkaAccess[" + clients.get("bootstrap.servers") + "]";
  }

  /** A broker without security, e.g. the embedded one. */
  public static KafkaAccess plain(String bootstrapServers, SchemaRegistry registry) {
    return new KafkaAccess(
        Map.of("bootstrap.servers", bootstrapServers), new RecordSerdes(registry));
  }

  /**
   * Creates and checks topics.
   *
   * @param maxBodyBytes the body limit
   */
  public TopicAdmin topics(int maxBodyBytes) {
    return new TopicAdmin(clients, maxBodyBytes, bodyRetention);
  }
}

package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.records.CredentialRecord;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class CompactedTableIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, CredentialRecord> rows = new ConcurrentHashMap<>();
  private final RecordSerdes serdes = new RecordSerdes(new InMemorySchemaRegistry());
  @TempDir Path directory;
  private EmbeddedBroker.Config config;

  @BeforeEach
  void choosePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      config = new EmbeddedBroker.Config(directory, socket.getLocalPort(), 1 << 20);
    }
  }

  @Test
  void waitsForATopicThatIsNotThereYetAndForgetsDeletedKeys() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(config);
        var table = follow(broker, serdes)) {
      await(() -> table.problem().orElse("").contains("does not exist yet"));
      ensure(broker);
      table.awaitCaughtUp(PATIENCE);
      assertThat(table.problem()).isEmpty();

      put(broker, "a", Records.credential("a"));
      put(broker, "b", Records.credential("b"));
      put(broker, "a", (CredentialRecord) null);

      await(() -> rows.containsKey("b") && !rows.containsKey("a"));
      assertThat(rows).containsOnlyKeys("b");
    }
  }

  @Test
  void goesOnWhenTheBrokerComesBack() throws Exception {
    EmbeddedBroker first = EmbeddedBroker.start(config);
    ensure(first);
    try (var table = follow(first, serdes)) {
      table.awaitCaughtUp(PATIENCE);
      first.close();
      try (EmbeddedBroker second = EmbeddedBroker.start(config)) {
        put(second, "after", Records.credential("after"));

        await(() -> rows.containsKey("after"));
        assertThat(table.problem()).isEmpty();
      }
    }
  }

  @Test
  void passesOverABadRecordButWaitsForARegistryThatIsDown() throws Exception {
    InMemorySchemaRegistry works = new InMemorySchemaRegistry();
    AtomicInteger outages = new AtomicInteger(2);
    SchemaRegistry shaky =
        new SchemaRegistry() {
          @Override
          public int idOf(String subject, Schema schema) {
            return works.idOf(subject, schema);
          }

          @Override
          public Schema byId(int id) {
            if (outages.getAndDecrement() > 0) {
              throw new RegistryException("down", null, true);
            }
            return works.byId(id);
          }
        };
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      ensure(broker);
      put(broker, "bad", new byte[] {1, 2, 3});
      put(broker, "good", bytes(new RecordSerdes(works), Records.credential("good")));
      try (var table = follow(broker, new RecordSerdes(shaky))) {
        table.awaitCaughtUp(PATIENCE);

        assertThat(rows).containsOnlyKeys("good");
        assertThat(outages.get()).isNegative();
      }
    }
  }

  private CompactedTable<CredentialRecord> follow(EmbeddedBroker broker, RecordSerdes with) {
    return CompactedTable.follow(
        clients(broker),
        with,
        Topics.CREDENTIALS,
        (key, value) -> {
          if (value == null) {
            rows.remove(key);
          } else {
            rows.put(key, value);
          }
        });
  }

  private static Map<String, Object> clients(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers(), "metadata.max.age.ms", "1000");
  }

  private static void ensure(EmbeddedBroker broker) {
    new TopicAdmin(clients(broker), 1 << 10).ensure(List.of(Topics.CREDENTIALS));
  }

  private void put(EmbeddedBroker broker, String key, @Nullable CredentialRecord value)
      throws Exception {
    put(broker, key, value == null ? null : bytes(serdes, value));
  }

  private static void put(EmbeddedBroker broker, String key, byte @Nullable [] value)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(clients(broker), new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topics.CREDENTIALS.name(), key, value))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static byte[] bytes(RecordSerdes with, CredentialRecord value) {
    return with.serializer(Topics.CREDENTIALS).serialize(Topics.CREDENTIALS.name(), value);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}

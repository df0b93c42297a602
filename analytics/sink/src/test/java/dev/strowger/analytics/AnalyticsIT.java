package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.process.Probes;
import dev.strowger.records.DeadLetter;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real broker into the real engine. */
class AnalyticsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUESTS = 1000;
  private static final String SUMS = "1000,499500,499500";

  @TempDir Path directory;
  private EmbeddedBroker broker;
  private Warehouse warehouse;
  private KafkaAccess kafka;

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(new EmbeddedBroker.Config(directory.resolve("kafka"), 0, 1 << 20));
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    new TopicAdmin(kafka.clients(), 1 << 10)
        .ensure(
            List.of(
                Topics.EVENTS,
                Topics.DECISIONS,
                Topics.SHADOW_RESULTS,
                Topics.POLICIES,
                Topics.ALERTS,
                Topics.DEAD_LETTERS));
    warehouse = Warehouse.start(directory.resolve("clickhouse"));
  }

  @AfterEach
  void stop() {
    warehouse.close();
    broker.close();
  }

  @Test
  void storesEverythingOnceOverRestartsAndReplays() throws Exception {
    try (Analytics first = sink("one", 100)) {
      assertThat(first).isNotNull();
      publish(0, REQUESTS / 2);
      awaitRows("requests", 100);
    }
    publish(REQUESTS / 2, REQUESTS);
    try (Analytics second = sink("one", 300)) {
      assertThat(second).isNotNull();
      awaitRows("requests", REQUESTS);
      awaitRows("decisions", REQUESTS);
      awaitRows("attempts", REQUESTS);
      awaitRows("shadow_results", REQUESTS);
      awaitRows("prices", 2);
    }

    // A new group knows no offsets, so all the log would be read again.
    try (Analytics third = sink("two", 50)) {
      assertThat(third).isNotNull();
      publish(REQUESTS, REQUESTS + 1);
      awaitRows("requests", REQUESTS + 1);
    }

    assertThat(warehouse.sums()).containsOnly("1001,500500,500500");
    readyQueriesAnswer();
  }

  @Test
  void storesEverythingOnceThoughTheEngineIsKilledAgainAndAgain() throws Exception {
    try (Analytics sink = sink("one", 20)) {
      assertThat(sink).isNotNull();
      for (int part = 0; part < 4; part++) {
        publish(part * REQUESTS / 4, (part + 1) * REQUESTS / 4);
        awaitRows("requests", part * REQUESTS / 4 + 40);
        ProcessHandle.of(warehouse.engine().pid()).orElseThrow().destroyForcibly();
      }
      awaitRows("requests", REQUESTS);
      awaitRows("attempts", REQUESTS);
    }

    assertThat(warehouse.sums()).containsOnly(SUMS);
  }

  @Test
  void putsAsideWhatItCannotReadAndGoesOn() throws Exception {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      producer
          .send(new ProducerRecord<>(Topics.EVENTS.name(), "tenant", new byte[] {9, 9, 9}))
          .get();
    }
    publish(0, 10);

    try (Analytics sink = sink("one", 100)) {
      assertThat(sink).isNotNull();
      awaitRows("requests", 10);
      DeadLetter letter = deadLetter();

      assertThat(letter.getTopic()).isEqualTo(Topics.EVENTS.name());
      assertThat(letter.getOffset()).isZero();
      assertThat(letter.getReason()).contains("wire format");
    }
  }

  @Test
  void staysReadyWithoutClickHouseAndCatchesUp() throws Exception {
    int port = warehouse.engine().port();
    warehouse.close();
    publish(0, 10);
    Probes probes = new Probes();
    AnalyticsConfig config = config("one", 100);
    try (Analytics sink = Analytics.start(config, probes)) {
      assertThat(sink).isNotNull();
      await(() -> probes.meters().get("strowger.analytics.degraded").gauge().value() == 1);
      assertThat(probes.health().ready()).isTrue();

      warehouse = Warehouse.start(directory.resolve("clickhouse"), port);
      awaitRows("requests", 10);
      await(() -> probes.meters().get("strowger.analytics.degraded").gauge().value() == 0);
      await(() -> probes.meters().get("strowger.analytics.lag.records").gauge().value() == 0);
    } finally {
      probes.close();
    }
  }

  private void readyQueriesAnswer() throws IOException, SQLException {
    Path queries = Path.of("../sql").toAbsolutePath().normalize();
    int count = 0;
    try (Stream<Path> files = Files.list(queries)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        String sql = Files.readString(file);
        assertThat(sql).as(file.toString()).startsWith("-- ");
        assertThat(Warehouse.rows(warehouse.reader(), sql)).as(file.toString()).isNotEmpty();
        count++;
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(20);
  }

  private Analytics sink(String group, int batchRows) {
    return Analytics.start(config(group, batchRows), new Probes());
  }

  private AnalyticsConfig config(String group, int batchRows) {
    return new AnalyticsConfig(
        kafka,
        warehouse.access(),
        new AnalyticsConfig.Batching(batchRows, Duration.ofMillis(50)),
        400,
        group);
  }

  private void publish(int from, int to) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, byte[]> producer = producer()) {
      sent.add(producer.send(record(Topics.POLICIES, "active", Events.policy())));
      sent.add(producer.send(record(Topics.ALERTS, "tenant-0", Events.alert(from))));
      for (int n = from; n < to; n++) {
        String tenant = "tenant-" + n % 3;
        sent.add(producer.send(record(Topics.DECISIONS, tenant, Events.decision(n))));
        sent.add(producer.send(record(Topics.EVENTS, tenant, Events.attempt(n))));
        // A worker may report the same attempt again.
        sent.add(producer.send(record(Topics.EVENTS, tenant, Events.attempt(n))));
        sent.add(producer.send(record(Topics.EVENTS, tenant, Events.terminal(n))));
        sent.add(producer.send(record(Topics.SHADOW_RESULTS, "request-" + n, Events.shadow(n))));
      }
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  private <V extends SpecificRecord> ProducerRecord<String, byte[]> record(
      Topic<V> topic, String key, V value) {
    return new ProducerRecord<>(
        topic.name(), key, kafka.serdes().serializer(topic).serialize(topic.name(), value));
  }

  private KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(kafka.clients(), new StringSerializer(), new ByteArraySerializer());
  }

  private DeadLetter deadLetter() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("group.id", "test");
    settings.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.DEAD_LETTERS.name()));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          return kafka
              .serdes()
              .deserializer(Topics.DEAD_LETTERS)
              .deserialize(record.topic(), record.value());
        }
      }
    }
    throw new AssertionError("no dead letter came");
  }

  private void awaitRows(String table, int atLeast) throws Exception {
    await(
        () -> {
          try {
            return Integer.parseInt(warehouse.row("SELECT count() FROM " + table + " FINAL"))
                >= atLeast;
          } catch (SQLException e) {
            return false;
          }
        });
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }
}

package dev.strowger.console.reconcile;

import static dev.strowger.console.reconcile.Entries.attempt;
import static dev.strowger.console.reconcile.Entries.end;
import static dev.strowger.console.reconcile.Entries.month;
import static dev.strowger.console.reconcile.Entries.reservation;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Outcome;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Some events on a real broker, and what the other books have of them. */
class BooksGround {
  static final Instant NOVEMBER = Instant.parse("2026-11-30T23:59:59.999Z");
  static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
  private static final Topic<Balance> STORE =
      new Topic<>(
          "routers-balances-changelog",
          Balance.class,
          Topic.Key.NAME,
          2,
          new Topic.Retention.Compacted(),
          false);

  private EmbeddedBroker broker;
  KafkaAccess kafka;
  KafkaProducer<String, byte[]> producer;
  final FakeTables tables = new FakeTables();

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    new TopicAdmin(kafka.clients(), 1 << 20).ensure(List.of(Topics.EVENTS, STORE));
    producer = producer(Map.of());
    for (EventRecord event :
        List.of(
            reservation("one", "acme", "red", NOVEMBER),
            attempt("one", "acme", "red", NOVEMBER, 100),
            end("one", "acme", "red", NOVEMBER, Outcome.ANSWERED),
            attempt("two", "acme", "", DECEMBER, 30),
            attempt("two/again", "acme", "", DECEMBER, 7),
            end("two", "acme", "", DECEMBER, Outcome.ABANDONED),
            end("three", "acme", "", DECEMBER, Outcome.REFUSED),
            reservation("four", "other", "", NOVEMBER),
            attempt("four", "other", "", NOVEMBER, 1))) {
      write(event);
      tables.add(event);
    }
    balance("tenant/acme", month(202611, 1, 1, 100), month(202612, 1, 2, 37));
    balance("team/acme/red", month(202611, 1, 1, 100));
    balance("tenant/other", month(202611, 0, 1, 1));
  }

  @AfterEach
  void stop() {
    producer.close();
    broker.close();
  }

  Report run(Selection selection) throws Exception {
    return run(selection, Optional.empty(), "routers");
  }

  Report run(Selection selection, Optional<Refold> refold, String group) throws Exception {
    return new Reconciliation(
            kafka,
            new Reconciliation.Terms(
                selection, group, Duration.ofSeconds(tables.lag.get() > 0 ? 60 : 0)),
            Optional.of(tables),
            refold)
        .run()
        .orElseThrow();
  }

  static Report.Line line(Report report, String name) {
    return report.lines().stream()
        .filter(one -> (one.month() + " " + one.tenant() + "/" + one.team()).equals(name))
        .findFirst()
        .orElseThrow();
  }

  void balance(String key, MonthTotal... months) throws Exception {
    Balance balance = Balance.newBuilder().setMonths(List.of(months)).build();
    producer.send(record(STORE, key, balance)).get();
  }

  void write(EventRecord event) throws Exception {
    producer.send(record(Topics.EVENTS, event.getTenant(), event)).get();
  }

  TopicPartition partition(String tenant) throws Exception {
    var placed =
        producer.send(record(Topics.EVENTS, tenant, attempt("one", tenant, "red", NOVEMBER, 100)));
    return new TopicPartition(Topics.EVENTS.name(), placed.get().partition());
  }

  <V extends SpecificRecord> ProducerRecord<String, byte[]> record(
      Topic<V> topic, String key, V value) {
    return new ProducerRecord<>(
        topic.name(), key, kafka.serdes().serializer(topic).serialize(topic.name(), value));
  }

  KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }
}

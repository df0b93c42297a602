package dev.strowger.console.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.records.Attempt;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Outcome;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three books of the same events, over a real broker. */
class ReconciliationIT {
  private static final Instant NOVEMBER = Instant.parse("2026-11-30T23:59:59.999Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
  private static final Topic<Balance> STORE =
      new Topic<>(
          "routers-balances-changelog",
          Balance.class,
          Topic.Key.NAME,
          2,
          new Topic.Retention.Compacted(),
          false);

  private EmbeddedBroker broker;
  private KafkaAccess kafka;
  private KafkaProducer<String, byte[]> producer;
  private final FakeTables tables = new FakeTables();

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    new TopicAdmin(kafka.clients(), 1 << 20).ensure(List.of(Topics.EVENTS, STORE));
    producer = producer(Map.of());
    for (EventRecord event :
        List.of(
            attempt("one", "acme", "red", NOVEMBER, 100),
            end("one", "acme", "red", NOVEMBER, Outcome.ANSWERED),
            attempt("two", "acme", "", DECEMBER, 30),
            attempt("two/again", "acme", "", DECEMBER, 7),
            end("two", "acme", "", DECEMBER, Outcome.ABANDONED),
            end("three", "acme", "", DECEMBER, Outcome.REFUSED),
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

  @Test
  void threeBooksOfTheSameEventsAgree() throws Exception {
    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isTrue();
    assertThat(report.requests()).isEmpty();
    assertThat(report.lines())
        .extracting(line -> line.month() + " " + line.tenant() + "/" + line.team())
        .containsExactly("2026-11 acme/", "2026-11 acme/red", "2026-11 other/", "2026-12 acme/");
    assertThat(report.lines())
        .allSatisfy(
            line ->
                assertThat(line.verdicts())
                    .containsEntry("clickhouse", "equal")
                    .containsEntry("balances", "equal"));
    Report.Figures december = line(report, "2026-12 acme/").sums().get("log");
    assertThat(december).isEqualTo(new Report.Figures(1, 2, 74, 111, Map.of("EUR", 37L)));
  }

  @Test
  void onlyWhatIsAskedForIsCompared() throws Exception {
    assertThat(run(Selection.of("2026-12", "acme")).lines()).hasSize(1);
    assertThat(run(Selection.of("", "other")).lines()).hasSize(1);
  }

  @Test
  void anEventThatIsToldAgainCountsOnce() throws Exception {
    write(attempt("one", "acme", "red", NOVEMBER, 100));

    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isTrue();
    assertThat(report.counts()).containsEntry("repeatedEvents", 1L);
  }

  @Test
  void whatWasNotCommittedDoesNotCount() throws Exception {
    try (KafkaProducer<String, byte[]> aborting = producer(Map.of("transactional.id", "t"))) {
      aborting.initTransactions();
      aborting.beginTransaction();
      aborting.send(record(Topics.EVENTS, "acme", attempt("never", "acme", "", DECEMBER, 9))).get();
      aborting.abortTransaction();
    }

    assertThat(run(Selection.of("", "")).equal()).isTrue();
  }

  @Test
  void aRowThatIsMissingIsFound() throws Exception {
    tables.events.removeIf(event -> event.getEventId().equals("two/again/a1"));

    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isFalse();
    assertThat(line(report, "2026-12 acme/").verdicts()).containsEntry("clickhouse", "differs");
    assertThat(line(report, "2026-11 acme/").verdicts()).containsEntry("clickhouse", "equal");
    assertThat(report.requests())
        .containsExactly(new Report.Odd("acme", "two/again", "two/again/a1", "only in the log"));
  }

  @Test
  void aRowThatWasChangedIsFound() throws Exception {
    tables.events.removeIf(event -> event.getEventId().equals("one/a1"));
    tables.events.add(attempt("one", "acme", "red", NOVEMBER, 99));

    assertThat(run(Selection.of("", "")).requests())
        .containsExactly(new Report.Odd("acme", "one", "one/a1", "other figures"));
  }

  @Test
  void aBalanceThatIsOneMicroOffIsFound() throws Exception {
    balance("team/acme/red", month(202611, 1, 1, 101));

    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isFalse();
    assertThat(line(report, "2026-11 acme/red").verdicts())
        .containsEntry("clickhouse", "equal")
        .containsEntry("balances", "differs");
  }

  @Test
  void aSinkThatLagsIsWaitedFor() throws Exception {
    tables.lag.set(3);

    assertThat(run(Selection.of("", "")).equal()).isTrue();
    assertThat(tables.lag).hasNonPositiveValue();
  }

  @Test
  void monthsBeforeTheLogsBeginningAreNotCalledDifferent() throws Exception {
    try (Admin admin = Admin.create(kafka.clients())) {
      Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
      producer
          .partitionsFor(Topics.EVENTS.name())
          .forEach(
              p ->
                  old.put(
                      new TopicPartition(p.topic(), p.partition()),
                      RecordsToDelete.beforeOffset(0)));
      old.put(partition("acme"), RecordsToDelete.beforeOffset(2));
      admin.deleteRecords(old).all().get();
    }
    write(attempt("five", "acme", "", DECEMBER.plus(Duration.ofDays(31)), 5));
    tables.add(attempt("five", "acme", "", DECEMBER.plus(Duration.ofDays(31)), 5));
    balance(
        "tenant/acme", month(202611, 1, 1, 100), month(202612, 1, 2, 37), month(202701, 0, 1, 5));

    Report report = run(Selection.of("", "acme"));

    assertThat(report.equal()).isTrue();
    assertThat(line(report, "2026-11 acme/").verdicts())
        .containsEntry("clickhouse", "not_kept")
        .containsEntry("balances", "not_kept");
    assertThat(line(report, "2027-01 acme/").verdicts()).containsEntry("clickhouse", "equal");
    assertThat(report.notes()).anyMatch(note -> note.contains("the log is whole from 2027-01"));
  }

  @Test
  void balancesThatARebuildMakesOtherwiseAreFound() throws Exception {
    TreeMap<String, Balance> rebuilt = new TreeMap<>();
    Refold refold =
        new Refold() {
          @Override
          public void apply(EventRecord event) {
            rebuilt.put("tenant/" + event.getTenant(), Balance.newBuilder().build());
          }

          @Override
          public Map<String, Balance> balances() {
            return rebuilt;
          }
        };

    Report report = run(Selection.of("", ""), Optional.of(refold), "routers");

    assertThat(report.equal()).isFalse();
    assertThat(report.counts()).containsEntry("balancesUnlikeRebuild", 3L);
    assertThat(report.notes()).contains("unlike its rebuild: team/acme/red");
  }

  @Test
  void withoutBalancesTheOthersAreCompared() throws Exception {
    Report report = run(Selection.of("", ""), Optional.empty(), "nobody");

    assertThat(report.equal()).isTrue();
    assertThat(report.lines()).allMatch(line -> "absent".equals(line.verdicts().get("balances")));
  }

  private Report run(Selection selection) throws Exception {
    return run(selection, Optional.empty(), "routers");
  }

  private Report run(Selection selection, Optional<Refold> refold, String group) throws Exception {
    return new Reconciliation(
            kafka,
            new Reconciliation.Terms(selection, group, Duration.ofSeconds(tables.lag.get())),
            Optional.of(tables),
            refold)
        .run()
        .orElseThrow();
  }

  private static Report.Line line(Report report, String name) {
    return report.lines().stream()
        .filter(one -> (one.month() + " " + one.tenant() + "/" + one.team()).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static EventRecord attempt(
      String request, String tenant, String team, Instant at, long micros) {
    Attempt attempt =
        Attempt.newBuilder()
            .setNumber(1)
            .setProvider("p")
            .setModel("m")
            .setResult("answered")
            .setStartedAt(at)
            .setLatencyUs(1)
            .setUsage(
                Usage.newBuilder().setInputTokens(2 * micros).setOutputTokens(3 * micros).build())
            .setCostMicros(micros)
            .setCurrency("EUR")
            .build();
    return event(request, tenant, team, at).setEventId(request + "/a1").setDetail(attempt).build();
  }

  private static EventRecord end(
      String request, String tenant, String team, Instant at, Outcome outcome) {
    Terminal end =
        Terminal.newBuilder().setOutcome(outcome).setUsage(Usage.newBuilder().build()).build();
    return event(request, tenant, team, at).setEventId(request + "/end").setDetail(end).build();
  }

  private static EventRecord.Builder event(String request, String tenant, String team, Instant at) {
    return EventRecord.newBuilder()
        .setRequestId(request)
        .setTenant(tenant)
        .setTeam(team)
        .setCredentialId("key")
        .setAt(at)
        .setOperation("chat")
        .setRequestedModel("m")
        .setRoute("r")
        .setPolicyVersion("v")
        .setStream(false);
  }

  private static MonthTotal month(int month, long requests, long attempts, long micros) {
    return new MonthTotal(month, requests, attempts, 2 * micros, 3 * micros, Map.of("EUR", micros));
  }

  private void balance(String key, MonthTotal... months) throws Exception {
    Balance balance = Balance.newBuilder().setMonths(List.of(months)).build();
    producer.send(record(STORE, key, balance)).get();
  }

  private void write(EventRecord event) throws Exception {
    producer.send(record(Topics.EVENTS, event.getTenant(), event)).get();
  }

  private TopicPartition partition(String tenant) throws Exception {
    var placed =
        producer.send(record(Topics.EVENTS, tenant, attempt("one", tenant, "red", NOVEMBER, 100)));
    return new TopicPartition(Topics.EVENTS.name(), placed.get().partition());
  }

  private <V extends SpecificRecord> ProducerRecord<String, byte[]> record(
      Topic<V> topic, String key, V value) {
    return new ProducerRecord<>(
        topic.name(), key, kafka.serdes().serializer(topic).serialize(topic.name(), value));
  }

  private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** The tables of the warehouse, as far as they are asked. */
  private static final class FakeTables implements Warehouse.Query {
    final List<EventRecord> events = new ArrayList<>();

    /** Readings that miss the last event yet. */
    final AtomicInteger lag = new AtomicInteger();

    void add(EventRecord event) {
      events.add(event);
    }

    @Override
    public List<List<Object>> run(String sql, String... parameters) {
      if (sql.contains("system.tables")) {
        return List.of(List.of(0));
      }
      if (!sql.endsWith("OFFSET 0")) {
        return List.of();
      }
      boolean late = sql.contains("FROM attempts") && lag.getAndDecrement() > 0;
      List<EventRecord> there = late ? events.subList(0, events.size() - 1) : events;
      List<List<Object>> rows = new ArrayList<>();
      for (EventRecord event : there) {
        if (!parameters[0].isEmpty() && !event.getTenant().equals(parameters[0])) {
          continue;
        }
        int month = Ledger.month(event.getAt());
        if (sql.contains("yyyymm") && !sql.contains("(0 = 0") && !sql.contains("= " + month)) {
          continue;
        }
        if (sql.startsWith("SELECT event_id")
            && event.getDetail() instanceof Attempt one
            && sql.contains("= " + month)) {
          rows.add(
              List.of(
                  event.getEventId(),
                  event.getRequestId(),
                  one.getUsage().getInputTokens(),
                  one.getUsage().getOutputTokens(),
                  one.getCostMicros()));
        } else if (sql.contains("currency") && event.getDetail() instanceof Attempt one) {
          rows.add(
              List.of(
                  event.getTenant(),
                  event.getTeam(),
                  month,
                  one.getCurrency(),
                  1,
                  one.getUsage().getInputTokens(),
                  one.getUsage().getOutputTokens(),
                  one.getCostMicros()));
        } else if (sql.contains("FROM requests")
            && event.getDetail() instanceof Terminal end
            && end.getOutcome() != Outcome.REFUSED) {
          rows.add(List.of(event.getTenant(), event.getTeam(), month, 1));
        }
      }
      return rows;
    }
  }
}

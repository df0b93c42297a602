package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.records.EventRecord;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash may leave behind, and that storing the batch again makes it whole. */
class BatchWriterIT {
  private static final Source SOURCE = new Source(Topics.EVENTS.name(), "topic-id", 0);
  private static final Duration ENGINE_BACK = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final KafkaAccess kafka = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
  private Warehouse warehouse;
  private DeadLetters deadLetters;
  private BatchWriter writer;

  @BeforeEach
  void start() throws Exception {
    warehouse = Warehouse.start(directory);
    new Migrations(warehouse.access()).apply(30);
    deadLetters = new DeadLetters(kafka, Clock.systemUTC());
    writer =
        new BatchWriter(
            warehouse.access(),
            new Decoder(kafka.serdes()),
            deadLetters,
            new SinkMetrics(new SimpleMeterRegistry()));
  }

  @AfterEach
  void stop() {
    writer.close();
    deadLetters.close();
    warehouse.close();
  }

  @Test
  void countsABatchOnceHoweverOftenItIsStored() throws SQLException {
    Batch batch = batch(0, 100);
    writer.store(batch, true);
    List<String> once = warehouse.sums();

    writer.store(batch, true);
    writer.store(batch, true);

    assertThat(once).containsOnly("100,4950,4950");
    assertThat(warehouse.sums()).isEqualTo(once);
    assertThat(warehouse.row("SELECT count() FROM attempts FINAL")).isEqualTo("100");
  }

  @Test
  void completesAViewThatACrashLeftWithoutTheBatch() throws SQLException {
    Batch batch = batch(0, 100);
    String view = warehouse.row("SHOW CREATE TABLE requests_by_tenant_hour_view");
    warehouse.run("DROP TABLE requests_by_tenant_hour_view");
    writer.store(batch, true);
    assertThat(warehouse.row("SELECT count() FROM requests_by_tenant_hour")).isEqualTo("0");
    warehouse.run(view.replace("\\n", "\n").replace("\\'", "'"));

    writer.store(batch, true);

    assertThat(warehouse.sums()).containsOnly("100,4950,4950");
  }

  @Test
  void knowsTheDedupAfterTheEngineWasKilled() throws Exception {
    Batch batch = batch(0, 100);
    writer.store(batch, true);
    ProcessHandle.of(warehouse.engine().pid()).orElseThrow().destroyForcibly();

    storeWhenBack(batch);

    assertThat(warehouse.sums()).containsOnly("100,4950,4950");
  }

  @Test
  void keepsValuesAsTheyWere() throws SQLException {
    writer.store(batch(0, 3), true);

    assertThat(
            warehouse.row(
                "SELECT request_id, tenant, provider, outcome, message, attempts, path[2],"
                    + " first_token_us, stream, rescues, usage_estimated FROM requests WHERE request_id = 'request-0'"))
        .isEqualTo(
            "request-0,tenant-0,anthropic,ABANDONED,it's \\ a\n\nmessage; with grün,2,"
                + "anthropic/anthropic-model: answered,1000,true,1,true");
    assertThat(warehouse.row("SELECT first_token_us FROM requests WHERE request_id = 'request-1'"))
        .isEqualTo("null");
    assertThat(warehouse.row("SELECT abs(dateDiff('second', max(at), now())) < 60 FROM requests"))
        .isIn("1", "true");
  }

  @Test
  void aRepeatIsNoErrorAndAnotherTryAtTheSameTargetNoFailover() throws SQLException {
    warehouse.run(
        "INSERT INTO requests (request_id, tenant, at, outcome, failure, attempts, path) VALUES"
            + " ('repeat', 't', now(), 'REFUSED', 'repeat', 0, []),"
            + " ('refused', 't', now(), 'REFUSED', 'no_policy', 0, []),"
            + " ('retried', 't', now(), 'ANSWERED', '', 2, ['a/m: overloaded', 'a/m: answered']),"
            + " ('moved', 't', now(), 'ANSWERED', '', 2, ['a/m: timeout', 'b/m: answered']),"
            + " ('looked', 't', now(), 'ANSWERED', '', 1, ['cache/cache: miss', 'a/m: answered']),"
            + " ('judged', 't', now(), 'ANSWERED', '', 2, ['a/m: answered', 'j/m: answered']),"
            + " ('escalated', 't', now(), 'ANSWERED', '', 2,"
            + " ['a/m: not_accepted', 'b/m: answered'])");

    for (String by : List.of("model", "tenant", "route")) {
      assertThat(
              warehouse.row(
                  "SELECT sum(requests), sum(errors), sum(failovers) FROM requests_by_"
                      + by
                      + "_hour"))
          .isEqualTo("7,1,1");
    }
  }

  @Test
  void remembersTheNewestRangeOfEachPartition() throws SQLException {
    writer.store(batch(0, 5), true);
    writer.store(batch(5, 9), true);

    assertThat(writer.newest(SOURCE.topic(), SOURCE.topicId())).containsEntry(0, new Range(10, 17));
    assertThat(writer.newest(SOURCE.topic(), "another topic of that name")).isEmpty();
  }

  @Test
  void appliesMigrationsOnceAndRefusesChangedOnes() throws SQLException {
    Migrations migrations = new Migrations(warehouse.access());
    migrations.apply(30);
    migrations.apply(7);
    assertThat(
            warehouse.row("SELECT create_table_query FROM system.tables WHERE name = 'requests'"))
        .contains("toIntervalDay(7)");
    migrations.apply(0);
    assertThat(
            warehouse.row("SELECT create_table_query FROM system.tables WHERE name = 'requests'"))
        .doesNotContain("toIntervalDay");
    assertThat(warehouse.row("SELECT count() FROM schema_migrations FINAL")).isEqualTo("7");

    warehouse.run(
        "INSERT INTO schema_migrations (name, checksum) VALUES ('V001__tables.sql', 'other')");

    assertThatThrownBy(() -> migrations.apply(0)).hasMessageContaining("was changed");
  }

  private void storeWhenBack(Batch batch) throws Exception {
    long end = System.nanoTime() + ENGINE_BACK.toNanos();
    while (true) {
      try {
        writer.store(batch, true);
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  /** An attempt and a terminal each. */
  private Batch batch(int from, int to) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    for (int n = from; n < to; n++) {
      for (EventRecord event : List.of(Events.attempt(n), Events.terminal(n))) {
        byte[] value =
            kafka.serdes().serializer(Topics.EVENTS).serialize(Topics.EVENTS.name(), event);
        records.add(
            new ConsumerRecord<>(
                Topics.EVENTS.name(), 0, 2L * from + records.size(), "tenant", value));
      }
    }
    return new Batch(SOURCE, Collections.unmodifiableList(records));
  }
}

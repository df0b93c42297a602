package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose costs they are, as it can be asked of the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpendIT {
  private static final int ATTEMPTS = 100;

  /** Of the numbers below that. */
  private static final int MICROS = 4_950;

  private final KafkaAccess kafka = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
  private final DeadLetters deadLetters = new DeadLetters(kafka, Clock.systemUTC());
  private Warehouse warehouse;
  private BatchWriter writer;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    warehouse = Warehouse.start(directory);
    new Migrations(warehouse.access()).apply(0);
    writer =
        new BatchWriter(
            warehouse.access(),
            new Decoder(kafka.serdes()),
            deadLetters,
            new SinkMetrics(new SimpleMeterRegistry()));
    store(Topics.EVENTS, 0, ATTEMPTS, Events::attempt);
    store(Topics.EVENTS, ATTEMPTS, 1, n -> Events.terminal(7));
    // A worker told the same attempts once more.
    store(Topics.EVENTS, 2 * ATTEMPTS, ATTEMPTS, n -> Events.attempt(n - 2 * ATTEMPTS));
    store(Topics.ALERTS, 0, 2, Events::alert);
  }

  @AfterAll
  void stop() {
    writer.close();
    deadLetters.close();
    warehouse.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "team", "credential", "user", "model", "route"})
  void everySpenderHasItsShareAndAllOfThemAddUp(String spender) throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT sum(cost_micros), sum(attempts), any(currency), any(month) =="
                    + " toStartOfMonth(any(day)) FROM spend_by_"
                    + spender))
        .isIn(MICROS + "," + ATTEMPTS + ",USD,1", MICROS + "," + ATTEMPTS + ",USD,true");
  }

  @Test
  void aTagHasWhatItsRequestsCost() throws SQLException {
    assertThat(
            Warehouse.rows(
                warehouse.access(),
                "SELECT tag, value, sum(cost_micros) FROM spend_by_tag GROUP BY tag, value"
                    + " ORDER BY tag, value"))
        .containsExactly(
            "project,it's; \\ 'apollo'," + MICROS, "shift,day,3750", "shift,night,1200");
  }

  @Test
  void everyKindOfTokenIsKept() throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT sum(image_tokens), sum(audio_input_tokens), sum(audio_output_tokens),"
                    + " sum(cache_write_long_tokens) FROM spend"))
        .isEqualTo("100,200,300,400");
    assertThat(
            warehouse.row(
                "SELECT `user`, tags['shift'], image_tokens, findings[1], redactions['pii.email']"
                    + " FROM requests"))
        .isEqualTo("user-1,day,1,output:iban,2");
  }

  @Test
  void estimatesAreTold() throws SQLException {
    assertThat(warehouse.row("SELECT sum(estimated_micros) FROM spend_by_tenant")).isEqualTo("450");
  }

  @Test
  void alertsAreRows() throws SQLException {
    assertThat(
            Warehouse.rows(
                warehouse.access(),
                "SELECT scope, name, limit_name, allowed, used, percent FROM limit_alerts"
                    + " ORDER BY used"))
        .containsExactly(
            "team,team/tenant-0/cards,micros_per_month,1000,800,80",
            "team,team/tenant-1/cards,micros_per_month,1000,801,80");
  }

  private <V extends SpecificRecord> void store(
      Topic<V> topic, int from, int count, IntFunction<V> value) throws SQLException {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    for (int n = from; n < from + count; n++) {
      byte[] bytes = kafka.serdes().serializer(topic).serialize(topic.name(), value.apply(n));
      records.add(new ConsumerRecord<>(topic.name(), 0, n, "key", bytes));
    }
    writer.store(new Batch(new Source(topic.name(), "topic-id", 0), records), true);
  }
}

package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.topics.Charge;
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
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the policy decided and what came of it, as it can be asked of the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyRowsIT {
  private static final int REQUESTS = 100;

  private final KafkaAccess kafka = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
  private final DeadLetters deadLetters = new DeadLetters(kafka, Clock.systemUTC());
  private Warehouse warehouse;
  private BatchWriter writer;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    warehouse = Warehouse.start(directory);
    new Migrations(warehouse.access()).apply(30);
    writer =
        new BatchWriter(
            warehouse.access(),
            new Decoder(kafka.serdes()),
            deadLetters,
            new SinkMetrics(new SimpleMeterRegistry()));
    store(Topics.EVENTS, Events::terminal);
    store(Topics.DECISIONS, Events::decision);
    store(Topics.SHADOW_RESULTS, Events::shadow);
    // Another worker did the same copies once more.
    writer.store(batch(Topics.SHADOW_RESULTS, REQUESTS, 2, Events::shadow), true);
    writer.store(batch(Topics.POLICIES, 0, 1, n -> Events.policy()), true);
  }

  @AfterAll
  void stop() {
    writer.close();
    deadLetters.close();
    warehouse.close();
  }

  @Test
  void aDecisionKeepsWhatItWentBy() throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT team, strategy, experiment, arm, rules[1], shadows[1], tags['app'], needs[1],"
                    + " prompt_tokens, language, intents['code'], complexity, classifier,"
                    + " declared_class, detected[1], detected_classes[1],"
                    + " `candidates.scores`[1]['score'], length(`candidates.scores`)"
                    + " FROM decisions WHERE request_id = 'request-1'"))
        .isEqualTo(
            "cards,score,trial,treatment,personal-data-in-the-eu,try-llama,it's; \\ 'quoted',tools,"
                + "77,de,0.75,0.35,linear-1,internal,pii.email,pii,0.30000000000000004,2");
  }

  @Test
  void aDecisionWithoutFactsIsARowAllTheSame() throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT language, length(intents), complexity FROM decisions"
                    + " WHERE request_id = 'request-0'"))
        .isEqualTo(",0,null");
  }

  @Test
  void aCopyCountsOnceHoweverOftenItWasWorkedOn() throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT count(), countIf(result = 'answered'), sum(cost_micros)"
                    + " FROM shadow_results FINAL"))
        .isEqualTo("100,75,2450");
  }

  @Test
  void shadowsAreComparedWithWhatCallersGot() throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT sum(copies), sum(shadow_answered), sum(primary_answered),"
                    + " sum(shadow_cost_micros), sum(primary_cost_micros),"
                    + " max(shadow_p50_ms), min(primary_p50_ms) >= 100 FROM shadow_comparison"))
        .isEqualTo("100,75,95,2450,4950,50.0,1");
  }

  @Test
  void armsAreSetSideBySide() throws SQLException {
    assertThat(
            Warehouse.rows(
                warehouse.access(),
                "SELECT arm, sum(requests), sum(answered), sum(total_cost_micros)"
                    + " FROM experiment_arms GROUP BY arm ORDER BY arm"))
        .containsExactly("control,50,45,2450", "treatment,50,50,2500");
  }

  @Test
  void requestsOfAnExperimentAreFoundByTheVersionsOfItsPolicy() throws SQLException {
    String arms =
        "SELECT count() FROM requests WHERE experiment = 'trial'"
            + " AND has(splitByChar(',', '%s'), policy_version)";
    assertThat(warehouse.row(arms.formatted("v0,v1"))).isEqualTo("100");
    assertThat(warehouse.row(arms.formatted("v0,v2"))).isEqualTo("0");
    assertThat(warehouse.row(arms.formatted(""))).isEqualTo("0");
  }

  @Test
  void savingsAreAgainstTheDearestModelOrTheOneThatIsNamed() throws SQLException {
    long onDear =
        IntStream.range(0, REQUESTS)
            .mapToLong(n -> Charge.micros(Events.usage(n), Events.DEAR))
            .sum();
    assertThat(
            warehouse.row(
                "SELECT any(reference), sum(reference_micros), sum(spent_micros),"
                    + " sum(saved_by_routing_micros) FROM savings"))
        .isEqualTo("openai/dear," + onDear + ",4950," + (onDear - 4950));
    assertThat(
            Warehouse.rows(
                    warehouse.reader(),
                    "SELECT sum(requests), sum(spent_micros)"
                        + " FROM savings_against(reference = 'openai/cheap')")
                .getFirst())
        .isEqualTo("100,4950");
    assertThat(warehouse.row("SELECT count() FROM prices FINAL")).isEqualTo("2");
  }

  @Test
  void decisionsAreGroupedByWhatPromptsAre() throws SQLException {
    assertThat(
            warehouse.row(
                "SELECT language, intent, complexity_from, data_classes[1], first_provider,"
                    + " sum(decided) FROM decisions_by_feature WHERE language != '' GROUP BY ALL"))
        .isEqualTo("de,code,0.3,pii,anthropic,98");
  }

  @Test
  void anAnswerFromTheCacheStandsForItselfInTheSums() throws SQLException {
    writer.store(batch(Topics.EVENTS, 5 * REQUESTS, 1, n -> Events.cached(1000)), true);

    assertThat(
            warehouse.row(
                "SELECT attempts, escalations, cache, saved_micros, failed_over, team, arm"
                    + " FROM requests WHERE request_id = 'request-1000'"))
        .isEqualTo("0,1,exact,250,false,cards,control");
    assertThat(
            warehouse.row(
                "SELECT model, sum(requests) FROM requests_by_model_hour WHERE provider = 'cache'"
                    + " GROUP BY model"))
        .isEqualTo("exact,1");
    warehouse.run("DELETE FROM requests WHERE request_id = 'request-1000'");
  }

  private <V extends SpecificRecord> void store(Topic<V> topic, IntFunction<V> value)
      throws SQLException {
    writer.store(batch(topic, 0, REQUESTS, value), true);
  }

  private <V extends SpecificRecord> Batch batch(
      Topic<V> topic, int firstOffset, int count, IntFunction<V> value) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      byte[] bytes = kafka.serdes().serializer(topic).serialize(topic.name(), value.apply(n));
      records.add(new ConsumerRecord<>(topic.name(), 0, firstOffset + n, "key", bytes));
    }
    return new Batch(new Source(topic.name(), "topic-id", 0), records);
  }
}

package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Policy;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExperimentGuardIT extends LogGround {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final List<List<Object>> BAD =
      List.of(
          List.of("control", 100L, 0L, 900.0, 10.0), List.of("treatment", 100L, 90L, 900.0, 10.0));

  private final List<List<String>> asked = new ArrayList<>();
  private final List<String> deeds = new ArrayList<>();
  private List<List<Object>> rows = BAD;
  private RecordPublisher publisher;
  private TableView<PolicyRecord> table;
  private TableView<ExperimentState> states;
  private PolicyLog policies;
  private Experiments experiments;
  private ExperimentGuard guard;

  @BeforeEach
  void open() throws Exception {
    new TopicAdmin(kafka.clients(), 1 << 20).ensure(List.of(Topics.POLICIES, Topics.EXPERIMENTS));
    publisher = new RecordPublisher(kafka);
    table = new TableView<>(kafka, Topics.POLICIES, 100);
    states = new TableView<>(kafka, Topics.EXPERIMENTS, 100);
    table.awaitCaughtUp(Duration.ofSeconds(20));
    states.awaitCaughtUp(Duration.ofSeconds(20));
    policies = new PolicyLog(table, publisher, new SimpleMeterRegistry().counter("published"));
    experiments = new Experiments(policies, states, publisher, CLOCK);
    guard =
        new ExperimentGuard(
            experiments,
            (sql, parameters) -> {
              asked.add(List.of(parameters));
              return new QueryResult(
                  new QueryResult.Table(List.of(), rows, false), Duration.ofMillis(1));
            },
            (action, target, details, work) -> {
              deeds.add(action + " " + target);
              work.run();
            },
            CLOCK);
  }

  @AfterEach
  void close() {
    guard.close();
    states.close();
    table.close();
    publisher.close();
  }

  @Test
  void requestsOfAnotherExperimentOfTheSameNameDoNotCount() throws Exception {
    String other = publish("one", "60", 10, NOON.minusSeconds(300));
    String first = publish("one", "60", 20, NOON.minusSeconds(200));
    String second = publish("one", "70", 20, NOON.minusSeconds(100));

    guard.look();

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().getFirst()).isEqualTo("one");
    assertThat(asked.getFirst().get(1).split(","))
        .containsExactly(second, first)
        .doesNotContain(other);
    assertThat(asked.getFirst().get(2)).isEqualTo("2026-01-01 11:50:00.000");
    assertThat(deeds).containsExactly("experiments.stop one");
    ExperimentState state = states.get("one").orElseThrow();
    assertThat(state.getStopped()).isTrue();
    assertThat(state.getReason()).isEqualTo("90 of 100 requests had no answer, more than 0.2");
    assertThat(state.getDefinition()).isEqualTo(experiments.all().getFirst().definition());
  }

  @Test
  void whatWasStoppedIsNotLookedAtAgainAndWhatGoesOnCountsFromThenOn() throws Exception {
    publish("two", "60", 20, NOON.minusSeconds(100));
    guard.look();
    guard.look();
    assertThat(asked).hasSize(1);

    experiments.set(experiments.all().getFirst(), false, "resumed");
    rows = List.of();
    guard.look();
    assertThat(asked).hasSize(2);
    assertThat(asked.getLast().get(2)).isEqualTo("2026-01-01 12:00:00.000");
    assertThat(states.get("two").orElseThrow().getStopped()).isFalse();
  }

  @Test
  void anExplanationKnowsThatAnExperimentIsStopped() throws Exception {
    TestManifests.write(directory, manifests("four", "60", 100));
    Map<String, String> call = Map.of("model", "model-x", "requestId", "r1");
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      assertThat(
              console
                  .post("/admin/policy/explain", call)
                  .body()
                  .at("/experiment/treatment")
                  .booleanValue())
          .isTrue();
      console.post("/admin/experiments/four/stop", Map.of());

      assertThat(console.post("/admin/policy/explain", call).body().get("experiment").isNull())
          .isTrue();
    }
  }

  @Test
  void aPolicyIsPublishedAgainIfDoorsHaveToFindOutOtherThings() throws Exception {
    publish("five", "60", 20, NOON);
    PolicyRecord now = policies.active().orElseThrow();
    PolicyRecord other =
        PolicyRecord.newBuilder(now)
            .setNeeds(FeatureNeeds.newBuilder(now.getNeeds()).setDetectors(true).build())
            .build();

    assertThat(policies.publish(now)).isFalse();
    assertThat(policies.publish(other)).isTrue();
    assertThat(policies.active().orElseThrow().getNeeds().getDetectors()).isTrue();
  }

  @Test
  void whatTheFilesSaidStaysKnownHoweverManyVersionsCameAfterThem() throws Exception {
    String files = publish("three", "60", 20, NOON);
    policies.publishFiles(policies.active().orElseThrow());
    try (TableView<PolicyRecord> small =
        new TableView<>(kafka, Topics.POLICIES, 3, PolicyLog.KEPT)) {
      small.awaitCaughtUp(Duration.ofSeconds(20));
      for (int weight = 61; weight < 66; weight++) {
        publish("three", Integer.toString(weight), 20, NOON);
      }
      String last = policies.active().orElseThrow().getVersion();
      small.await("active", p -> p.getVersion().equals(last), Duration.ofSeconds(20));

      assertThat(small.all()).hasSize(3);
      assertThat(small.get("files").orElseThrow().getVersion()).isEqualTo(files);
    }
  }

  private String publish(String experiment, String weight, int percent, Instant at)
      throws Exception {
    Proposal proposal = Proposal.check(manifests(experiment, weight, percent));
    assertThat(proposal).isInstanceOf(Proposal.Sound.class);
    Policy policy = ((Proposal.Sound) proposal).policy();
    policies.publish(((Proposal.Sound) proposal).record(at, "test", Set.of(), null));
    return policy.version();
  }

  private static ManifestSet manifests(String experiment, String weight, int percent) {
    String route = TestManifests.routes("x").replace("weight: 60", "weight: " + weight);
    String trial =
        """
            experiment:
              name: %s
              percent: %d
              targets: [{provider: openai, model: gpt-4o}]
              guard: {max_error_rate: 0.2, min_calls: 50, window_s: 600}
        """
            .formatted(experiment, percent);
    String routes = route + trial;
    return TestManifests.of(routes, TestManifests.MODELS, TestManifests.PROVIDERS);
  }
}

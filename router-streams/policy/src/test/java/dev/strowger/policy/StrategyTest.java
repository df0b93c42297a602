package dev.strowger.policy;

import static dev.strowger.policy.Build.call;
import static dev.strowger.policy.Build.figures;
import static dev.strowger.policy.Build.reasons;
import static dev.strowger.policy.Build.target;
import static dev.strowger.policy.Manifests.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.strowger.policy.Build.Way;
import dev.strowger.policy.Build.Whole;
import dev.strowger.policy.Strategy.Figure;
import dev.strowger.policy.Strategy.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrategyTest {
  private static final double NONE = Double.NaN;

  private static Way three(Order order) {
    return new Way("r", target("a/one"), target("b/two"), target("c/three")).order(order);
  }

  private static CallFacts.TargetState latency(double mean, double p95, double first) {
    return new CallFacts.TargetState(mean, p95, first, 0, 10, 0, 0);
  }

  private static CallFacts.TargetState calls(double calls, double failures, double notAccepted) {
    return new CallFacts.TargetState(0, 0, 0, 0, calls, failures, notAccepted);
  }

  @Test
  void priorityIsTheOrderOfTheManifestWithTheSpareBehind() {
    Policy policy =
        Whole.of(
                new Way("r", target("a/spare", 0, 1), target("b/two"), target("c/three"))
                    .order(new Order.Priority()))
            .policy();

    Decision decision = policy.decide(call("r").facts());

    assertThat(targets(decision)).containsExactly("b/two", "c/three", "a/spare");
    assertThat(reasons(decision)).containsExactly("first", "next", "next");
  }

  @Test
  void tiersAreTriedInOrderAndTheFallbackBehindAll() {
    Policy policy =
        Whole.of(
                new Way("r", target("a/big", 1, 2), target("b/small"), target("a/huge", 5, 3))
                    .fallback("c/last"))
            .policy();

    Decision decision = policy.decide(call("r").facts());

    assertThat(targets(decision)).containsExactly("b/small", "a/big", "a/huge", "c/last");
    assertThat(reasons(decision))
        .containsExactly(
            "tier 1: weighted choice",
            "tier 2: weighted choice",
            "tier 3: weighted choice",
            "fallback");
    assertThat(decision.candidates())
        .extracting(Decision.Candidate::position)
        .containsExactly(1, 0, 2, 3);
  }

  @Test
  void cheapestGoesByTheExpectedCostAndPutsUnknownPricesBehind() {
    Policy policy =
        Whole.of(three(new Order.Cheapest(0)))
            .card("b/two", figures(2_000_000, Map.of(), NONE))
            .card("c/three", figures(1_000_000, Map.of(), NONE))
            .policy();

    Decision decision = policy.decide(call("r").tokens(1000).facts());

    assertThat(targets(decision)).containsExactly("c/three", "b/two", "a/one");
    assertThat(reasons(decision)).containsExactly("cheapest", "next by cost", "price unknown");
    assertThat(decision.candidates())
        .extracting(Decision.Candidate::scores)
        .containsExactly(Map.of(), Map.of("cost_micros", 3000.0), Map.of("cost_micros", 1500.0));
    assertThat(policy.decide(call("r").tokens(1000, 3000).facts()).candidates().getLast().scores())
        .containsEntry("cost_micros", 4000.0);
    assertThat(
            policy
                .decide(call("r").tokens(1000).operation("embeddings").facts())
                .candidates()
                .getLast()
                .scores())
        .containsEntry("cost_micros", 1000.0);
  }

  @Test
  void cheapestWithALeastQualityPutsTheWorseBehindTheBestOfThemFirst() {
    Policy policy =
        Whole.of(
                new Way("r", target("a/poor"), target("a/poorer"), target("b/good"), target("c/x"))
                    .order(new Order.Cheapest(0.7)))
            .card("a/poor", figures(1, Map.of("general", 0.6, "code", 0.9), NONE))
            .card("a/poorer", figures(2, Map.of("general", 0.65), NONE))
            .card("b/good", figures(9, Map.of("general", 0.7), NONE))
            .policy();

    Decision general = policy.decide(call("r").facts());
    assertThat(targets(general)).containsExactly("b/good", "a/poorer", "a/poor", "c/x");
    assertThat(reasons(general))
        .containsExactly("cheapest", "below quality 0.7", "below quality 0.7", "quality unknown");

    assertThat(targets(policy.decide(call("r").intents(Map.of("code", 0.5)).facts())))
        .containsExactly("a/poor", "b/good", "a/poorer", "c/x");
    assertThat(targets(policy.decide(call("r").intents(Map.of("code", 0.49)).facts())))
        .containsExactly("b/good", "a/poorer", "a/poor", "c/x");
  }

  @Test
  void lowestLatencyGoesByTheFigureAskedForElseByTheCataloguesSpeed() {
    for (Figure figure : Figure.values()) {
      Policy policy =
          Whole.of(three(new Order.LowestLatency(figure)))
              .card("b/two", figures(1, Map.of(), 100))
              .policy();
      Decision decision =
          policy.decide(
              call("r")
                  .state("c/three", latency(4000, 6000, 100))
                  .state("a/one", latency(0, 0, 0))
                  .facts());

      assertThat(targets(decision))
          .as("%s", figure)
          .isEqualTo(
              switch (figure) {
                case MEAN -> List.of("c/three", "b/two", "a/one");
                case P95 -> List.of("b/two", "c/three", "a/one");
                case FIRST_TOKEN -> List.of("c/three", "a/one", "b/two");
              });
      assertThat(reasons(decision).getLast()).isEqualTo("latency unknown");
    }
  }

  @Test
  void leastBusyGoesByTheRequestsInFlight() {
    Decision decision =
        Whole.of(three(new Order.LeastBusy()))
            .policy()
            .decide(
                call("r")
                    .state("a/one", new CallFacts.TargetState(0, 0, 0, 3, 0, 0, 0))
                    .state("b/two", new CallFacts.TargetState(0, 0, 0, 1, 0, 0, 0))
                    .facts());

    assertThat(targets(decision)).containsExactly("c/three", "b/two", "a/one");
    assertThat(reasons(decision)).containsExactly("least busy", "next by load", "next by load");
  }

  @Test
  void scoreWeighsCostLatencyAndQualityScaledOverTheGroup() {
    Policy policy =
        Whole.of(three(new Order.Score(0.5, 0.2, 0.3)))
            .card("a/one", figures(1_000_000, Map.of("general", 0.2), NONE))
            .card("b/two", figures(3_000_000, Map.of("general", 1.0), NONE))
            .card("c/three", figures(2_000_000, Map.of("general", 0.6), NONE))
            .policy();

    Decision decision =
        policy.decide(
            call("r")
                .state("b/two", latency(100, 0, 0))
                .state("c/three", latency(300, 0, 0))
                .facts());

    assertThat(decision.candidates())
        .extracting(c -> c.scores().get("score"))
        .satisfiesExactly(
            one -> assertThat(one).isCloseTo(0.5, within(1e-9)),
            two -> assertThat(two).isCloseTo(0.2 + 0.3, within(1e-9)),
            three -> assertThat(three).isCloseTo(0.25 + 0.15, within(1e-9)));
    assertThat(targets(decision)).containsExactly("a/one", "b/two", "c/three");
  }

  @Test
  void whatIsTheSameForAllDoesNotDecide() {
    assertThat(
            targets(Whole.of(three(new Order.Score(1, 1, 1))).policy().decide(call("r").facts())))
        .containsExactly("a/one", "b/two", "c/three");
  }

  @Test
  void adaptiveGoesToWhatAnswersAndNowAndThenToTheOthers() {
    Policy policy = Whole.of(three(new Order.Adaptive(0.09))).policy();
    Map<String, Integer> first = new HashMap<>();
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      Decision decision =
          policy.decide(
              call("id-" + i)
                  .state("a/one", calls(500, 300, 50))
                  .state("b/two", calls(500, 10, 0))
                  .state("c/three", calls(500, 250, 0))
                  .facts());
      first.merge(targets(decision).getFirst(), 1, Integer::sum);
    }

    assertThat(first.getOrDefault("b/two", 0) / (double) calls).isCloseTo(0.94, within(0.01));
    assertThat(first.getOrDefault("a/one", 0) / (double) calls).isCloseTo(0.03, within(0.006));
    assertThat(first.getOrDefault("c/three", 0) / (double) calls).isCloseTo(0.03, within(0.006));
  }

  @Test
  void aTargetOfWhichLittleIsKnownIsTriedAgain() {
    Policy policy = Whole.of(three(new Order.Adaptive(0))).policy();
    int unknown = 0;
    for (int i = 0; i < 2000; i++) {
      String first =
          targets(
                  policy.decide(
                      call("id-" + i)
                          .state("a/one", calls(500, 250, 0))
                          .state("c/three", calls(500, 500, 0))
                          .facts()))
              .getFirst();
      unknown += first.equals("b/two") ? 1 : 0;
      assertThat(first).isNotEqualTo("c/three");
    }
    assertThat(unknown / 2000.0).isCloseTo(0.5, within(0.06));
  }

  @Test
  void guessesAreSamplesOfTheBetaDistribution() {
    for (int[] counts : new int[][] {{0, 0}, {3, 1}, {40, 160}, {100_000, 50}}) {
      double a = 1 + counts[0];
      double b = 1 + counts[1];
      double sum = 0;
      double squares = 0;
      int samples = 50_000;
      for (int i = 0; i < samples; i++) {
        double sample = Thompson.sample(counts[0], counts[1], "seed " + i);
        assertThat(sample).isBetween(0.0, 1.0);
        sum += sample;
        squares += sample * sample;
      }
      double mean = a / (a + b);
      double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
      double found = sum / samples;
      assertThat(found).isCloseTo(mean, within(5 * Math.sqrt(variance / samples)));
      assertThat(squares / samples - found * found).isCloseTo(variance, within(variance * 0.05));
    }
  }

  @Test
  void guessesNeverChange() {
    assertThat(Thompson.sample(0, 0, "request")).isCloseTo(0.980402723086714, within(1e-12));
    assertThat(Thompson.sample(120.5, 3, "request")).isCloseTo(0.9881521849898046, within(1e-12));
  }

  @Test
  void aStickyDrawKeepsWhoStaysWhenAnotherTargetGoes() {
    Policy policy =
        Whole.of(
                new Way("r", target("a/one", 60, 1), target("b/two", 30, 1), target("c/x", 10, 1))
                    .sticky(Strategy.Sticky.CONVERSATION))
            .policy();
    Map<String, Integer> counts = new HashMap<>();
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      String usual =
          targets(policy.decide(call("id-" + i).conversation("c" + i).facts())).getFirst();
      counts.merge(usual, 1, Integer::sum);
      Decision later = policy.decide(call("other-" + i).conversation("c" + i).down("b").facts());
      if (!usual.equals("b/two")) {
        assertThat(targets(later).getFirst()).isEqualTo(usual);
      }
    }

    assertThat(counts.getOrDefault("a/one", 0) / (double) calls).isCloseTo(0.6, within(0.018));
    assertThat(counts.getOrDefault("b/two", 0) / (double) calls).isCloseTo(0.3, within(0.018));
  }

  @Test
  void withoutWhatItSticksToADrawGoesByTheRequest() {
    Policy policy =
        Whole.of(new Way("r", target("a/one"), target("b/two")).sticky(Strategy.Sticky.USER))
            .policy();
    Map<String, Integer> anonymous = new HashMap<>();
    Map<String, Integer> known = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      anonymous.merge(targets(policy.decide(call("id" + i).facts())).getFirst(), 1, Integer::sum);
      known.merge(
          targets(policy.decide(call("id" + i).user("u").facts())).getFirst(), 1, Integer::sum);
    }

    assertThat(anonymous).hasSize(2);
    assertThat(known).hasSize(1);
  }
}

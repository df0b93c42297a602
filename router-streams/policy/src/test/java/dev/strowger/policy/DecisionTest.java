package dev.strowger.policy;

import static dev.strowger.policy.Manifests.call;
import static dev.strowger.policy.Manifests.planned;
import static dev.strowger.policy.Manifests.targets;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final String HAIKU = "anthropic/claude-haiku-4-5";
  private static final String MINI = "openai/gpt-4o-mini";
  private static final String LLAMA = "ollama/llama-3.1";

  private final Policy policy = Manifests.policy(Manifests.ROUTES);

  @Test
  void plansTheDrawnTargetThenTheOthersThenTheFallback() {
    assertThat(targets(policy.decide(call("request-4", "gpt-4o-mini"))))
        .isIn(List.of(HAIKU, MINI, LLAMA), List.of(MINI, HAIKU, LLAMA));
    assertThat(planned(policy.decide(call("r", "gpt-4o-mini"))).steps())
        .extracting(Decision.Step::reason)
        .containsExactly("weighted choice", "next by weight", "fallback");
  }

  @Test
  void saysOfEachCandidateWhyItStandsWhereItDoes() {
    Decision.Planned plan = planned(policy.decide(call("r", "gpt-4o-mini", "anthropic")));

    assertThat(plan.candidates())
        .containsExactly(
            new Decision.Candidate(
                "anthropic",
                "claude-haiku-4-5",
                60,
                -1,
                "excluded: its provider is down",
                Map.of()),
            new Decision.Candidate("openai", "gpt-4o-mini", 40, 0, "weighted choice", Map.of()),
            new Decision.Candidate("ollama", "llama-3.1", 0, 1, "fallback", Map.of()));
  }

  @Test
  void goesToTheFallbackWhenAllTargetsAreDown() {
    assertThat(targets(policy.decide(call("r", "gpt-4o-mini", "anthropic", "openai"))))
        .containsExactly(LLAMA);
  }

  @Test
  void keepsThePlanWhenEverybodyIsDown() {
    Decision.Planned plan =
        planned(policy.decide(call("r", "gpt-4o-mini", "anthropic", "openai", "ollama")));

    assertThat(plan.steps()).hasSize(3);
    assertThat(plan.steps().getFirst().reason())
        .isEqualTo("weighted choice; its provider is down, kept for want of another");
  }

  @Test
  void leavesOutOneModelThatIsDownAndKeepsTheOthersOfItsProvider() {
    Policy two =
        Manifests.policy(
            """
            ai_routes:
              - name: a
                match: {model: m}
                targets: [{provider: openai, model: x/y}, {provider: openai, model: z, weight: 0}]
                fallback: ollama/llama
            """);

    Decision.Planned plan = planned(two.decide(call("r", "m", "openai/x/y", "ollama/llama")));

    assertThat(targets(plan)).containsExactly("openai/z");
    assertThat(plan.candidates())
        .extracting(Decision.Candidate::reason)
        .containsExactly(
            "excluded: down (overloaded)", "next by weight", "excluded: down (overloaded)");
  }

  @Test
  void saysOfADirectTargetThatItIsDown() {
    assertThat(planned(policy.decide(call("r", "openai/x", "openai/x"))).steps())
        .extracting(Decision.Step::reason)
        .containsExactly("direct; down (overloaded), kept for want of another");
    assertThat(planned(policy.decide(call("r", "openai/x", "openai"))).steps())
        .extracting(Decision.Step::reason)
        .containsExactly("direct; its provider is down, kept for want of another");
  }

  @Test
  void carriesLatencyTargetsAndPrices() {
    Decision.Planned plan = planned(policy.decide(call("r", "gpt-4o-mini", "anthropic")));

    assertThat(plan.steps().get(0).maxLatencyMs()).contains(800);
    assertThat(plan.steps().get(0).price())
        .contains(new ModelPrice("USD", 150_000, 600_000, 75_000, 150_000));
    assertThat(plan.steps().get(1).maxLatencyMs()).isEmpty();
    assertThat(plan.steps().get(1).price()).isEmpty();
  }

  @Test
  void takesAProvidersModelWithoutARoute() {
    Decision.Planned plan = planned(policy.decide(call("r", "ollama/library/qwen:8b")));

    assertThat(plan.route()).isEqualTo("direct");
    assertThat(plan.steps())
        .containsExactly(
            new Decision.Step(
                "ollama",
                "library/qwen:8b",
                Decision.Role.ANSWER,
                Optional.empty(),
                ModelCard.UNKNOWN,
                ResilienceLayer.NOTHING.placed(false).last(),
                Optional.empty(),
                "direct"));
  }

  @Test
  void refusesAnUnknownModelAndNamesWhatExists() {
    assertThat(policy.decide(call("r", "gpt-9")))
        .isEqualTo(
            new Decision.Refused(
                404,
                "model_not_found",
                "The model \"gpt-9\" does not exist here. Available models: gpt-4o-mini,"
                    + " openai/gpt-4o-mini. A provider's own model can be named as"
                    + " provider/model; providers: anthropic, ollama, openai.",
                List.of(),
                List.of()));
  }

  @Test
  void refusesAProviderThatIsNotConfigured() {
    for (String model : List.of("nobody/model", "openai/", "/x", "openai/a b", "")) {
      assertThat(policy.decide(call("r", model))).isInstanceOf(Decision.Refused.class);
    }
  }

  @Test
  void keepsTheListOfModelsShort() {
    String routes =
        "ai_routes:\n"
            + String.join(
                "",
                IntStream.range(0, 50)
                    .mapToObj(
                        i ->
                            "  - {name: r%d, match: {model: m%d}, targets: [{provider: openai, model: x}]}%n"
                                .formatted(i, i))
                    .toList());

    assertThat(Manifests.policy(routes).decide(call("r", "z".repeat(5000))))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            r -> assertThat(r.message()).contains("m19 and 31 more").hasSizeLessThan(500));
  }

  @Test
  void takesTheFirstRouteThatMatches() {
    Policy first =
        Manifests.policy(
            """
            ai_routes:
              - {name: one, match: {model: gpt-4o}, targets: [{provider: openai, model: a}]}
              - {name: gpts, match: {model: gpt-*}, targets: [{provider: openai, model: b}]}
              - {name: all, match: {model: "*"}, targets: [{provider: openai, model: c}]}
            """);

    assertThat(List.of("gpt-4o", "gpt-5", "o3", "openai/gpt-4o"))
        .extracting(model -> planned(first.decide(call("r", model))).route())
        .containsExactly("one", "gpts", "all", "all");
  }

  @Test
  void anEarlierPrefixWinsOverALaterExactNameOfAnotherRoute() {
    Policy policy =
        Manifests.policy(
            """
            ai_routes:
              - {name: gpts, match: {model: gpt-4*}, targets: [{provider: openai, model: b}]}
              - {name: five, match: {model: gpt-5}, targets: [{provider: openai, model: a}]}
            """);

    assertThat(planned(policy.decide(call("r", "gpt-5"))).route()).isEqualTo("five");
    assertThat(planned(policy.decide(call("r", "gpt-4.1"))).route()).isEqualTo("gpts");
  }

  @Test
  void neverDrawsATargetOfWeightZeroButKeepsItInThePlan() {
    Policy policy =
        Manifests.policy(
            """
            ai_routes:
              - name: a
                match: {model: m}
                targets:
                  - {provider: openai, model: spare, weight: 0}
                  - {provider: anthropic, model: main, weight: 1}
                fallback: openai/spare
            """);

    for (int i = 0; i < 1000; i++) {
      assertThat(targets(policy.decide(call("id-" + i, "m"))))
          .containsExactly("anthropic/main", "openai/spare");
    }
    assertThat(targets(policy.decide(call("r", "m", "anthropic")))).containsExactly("openai/spare");
  }

  @Test
  void servesRoutesAndPricedModelsOfConfiguredProviders() {
    assertThat(policy.served())
        .extracting(served -> served.id() + " " + served.ownedBy())
        .containsExactly("gpt-4o-mini strowger", "openai/gpt-4o-mini openai");
  }

  @Test
  void theVersionFollowsEveryInput() {
    String other = Manifests.ROUTES.replace("60", "61");

    assertThat(policy.version())
        .isEqualTo("0e2930b18ad4a8b439d1321136b4581e064f6f70d3ca4d9b3e67c3d07451336a")
        .isEqualTo(Manifests.policy(Manifests.ROUTES).version())
        .isNotEqualTo(Manifests.policy(other).version())
        .isNotEqualTo(
            Manifests.accepted(
                    Manifests.compile(Manifests.ROUTES, Manifests.MODELS + "# comment\n"))
                .version());
  }

  @Test
  void theManifestsInThisRepositoryAreAccepted() throws Exception {
    Path config = Path.of("../../compose/config");

    Policy shipped =
        Manifests.accepted(
            Manifests.compile(
                Files.readString(config.resolve("routes.yaml")),
                Files.readString(config.resolve("models.yaml"))));

    assertThat(shipped.served()).extracting(Policy.Served::id).contains("gpt-4o-mini", LLAMA);
  }
}

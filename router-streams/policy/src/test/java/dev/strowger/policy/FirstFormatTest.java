package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Manifests of the first format stay valid for ever, and mean what they always meant. */
class FirstFormatTest {
  private final String routes = Example.text("first/routes.yaml");
  private final String models = Example.text("first/models.yaml");

  @Test
  void isReadWithoutAnyOfTheLaterParts() {
    Ruleset rules = Manifests.ruleset(routes, models);

    assertThat(rules.constraints()).isEmpty();
    assertThat(rules.needs().intents()).isEmpty();
    Route route = rules.routes().getFirst();
    assertThat(rules.routes()).hasSize(1);
    assertThat(route.match()).isEqualTo(Match.model(new ModelPattern("gpt-4o-mini", false)));
    assertThat(route.require()).isEqualTo(Require.NOTHING);
    assertThat(route.strategy()).isEqualTo(Strategy.WEIGHTED);
    assertThat(route.extras()).isEqualTo(Route.Extras.NONE);
    assertThat(route.targets())
        .extracting(t -> t.name() + " " + t.weight() + " " + t.tier() + " " + t.maxLatencyMs())
        .containsExactly(
            "anthropic/claude-haiku-4-5 60 1 Optional[800]",
            "openai/gpt-4o-mini 40 1 Optional[800]");
    assertThat(route.fallback().orElseThrow().name()).hasToString("ollama/llama-3.1");
    assertThat(route.targets()).allSatisfy(t -> assertThat(t.accept()).isEmpty());
  }

  @Test
  void hasTheSameVersionAsEver() {
    Policy policy = Manifests.accepted(Manifests.compile(routes, models));

    assertThat(policy.version())
        .isEqualTo("e366629db5143f554a91e57fd7f7f0211bd061b6e4ed8ed3ecf46c60a3957e41");
    assertThat(Manifests.warnings(routes, models, Optional.empty())).isEmpty();
  }

  @Test
  void decidesAsEver() {
    Policy policy = Manifests.accepted(Manifests.compile(routes, models));

    assertThat(Manifests.targets(policy.decide(Manifests.call("r", "gpt-4o-mini", "anthropic"))))
        .isEqualTo(List.of("openai/gpt-4o-mini", "ollama/llama-3.1"));
    assertThat(policy.needs())
        .satisfies(
            needs -> {
              assertThat(needs.headers()).isEmpty();
              assertThat(needs.language() || needs.complexity() || needs.detectors()).isFalse();
              assertThat(needs.customDetectors()).isEmpty();
            });
  }

  @Test
  void cardsSayNothingOfWhatTheFirstFormatDidNotKnow() {
    Policy policy = Manifests.accepted(Manifests.compile(routes, models));

    assertThat(policy.served())
        .extracting(Policy.Served::card)
        .allSatisfy(
            card -> {
              assertThat(card.standing()).isEqualTo(ModelCard.Standing.UNKNOWN);
              assertThat(card.quality()).isEqualTo(Map.of());
            });
  }
}

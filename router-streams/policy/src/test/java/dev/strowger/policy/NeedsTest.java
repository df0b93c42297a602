package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeedsTest {
  private static final String INTENTS = "intents: [{name: code, examples: [a]}]\n";

  private static FeatureNeeds needs(String top, String match, String part) {
    return needs(top, match, part, "models: []");
  }

  private static FeatureNeeds needs(String top, String match, String part, String models) {
    String routes =
        """
        ai_routes:
          - name: a
            match: {model: m%s}
            targets: [{provider: openai, model: m}]
            %s
        """
            .formatted(match, part);
    return Manifests.ruleset(top + routes, models).needs();
  }

  @Test
  void nothingIsLookedForWithoutARuleThatGoesByIt() {
    FeatureNeeds needs = needs(INTENTS, "", "");

    assertThat(needs.headers()).isEmpty();
    assertThat(needs.intents()).isEmpty();
    assertThat(needs.language() || needs.complexity() || needs.detectors() || needs.embedding())
        .isFalse();
  }

  @Test
  void languageIsNeededByMatchesAndByGatesThatCompareWithThePrompts() {
    assertThat(needs("", ", language: tr", "").language()).isTrue();
    assertThat(needs("", "", "accept: {language: same}").language()).isTrue();
    assertThat(needs("", "", "accept: {language: tr}").language()).isFalse();
  }

  @Test
  void detectorsAreNeededByConstraintsToo() {
    String rule =
        "constraints: [{name: c, match: {data_class: pii}, require: {retention: none}}]\n";

    assertThat(
            needs(
                    rule,
                    "",
                    "",
                    "models: [{provider: openai, model: m, retention: none,"
                        + " price: {input: 1, output: 1}}]")
                .detectors())
        .isTrue();
  }

  @Test
  void anEmbeddingIsNeededBySemanticCachesAndByAnEmbeddingClassifierWithWork() {
    String classifier = "classifier: embedding\n";

    assertThat(needs("", "", "cache: {ttl_s: 1}").embedding()).isFalse();
    assertThat(needs("", "", "cache: {ttl_s: 1, threshold: 0.9}").embedding()).isTrue();
    assertThat(needs(classifier, "", "").embedding()).isFalse();
    assertThat(needs(classifier, ", complexity: {from: 0.5}", "").embedding()).isTrue();
    assertThat(needs("", ", complexity: {from: 0.5}", "").embedding()).isFalse();
    assertThat(needs(classifier + INTENTS, ", intent: code", "").embedding()).isTrue();
  }

  @Test
  void intentsAreNeededWhereAStrategyGoesByQualityForThem() {
    String models =
        "models: [{provider: openai, model: m, price: {input: 1, output: 1}, quality: {%s: 0.5}}]";
    String cheapest = "strategy: {order: cheapest, quality: 0.5}";

    assertThat(needs(INTENTS, "", cheapest, models.formatted("code")).intents()).hasSize(1);
    assertThat(needs(INTENTS, "", cheapest, models.formatted("general")).intents()).isEmpty();
    assertThat(needs(INTENTS, "", "strategy: cheapest", models.formatted("code")).intents())
        .isEmpty();
    assertThat(needs(INTENTS, "", "strategy: score", models.formatted("code")).intents())
        .hasSize(1);
  }
}

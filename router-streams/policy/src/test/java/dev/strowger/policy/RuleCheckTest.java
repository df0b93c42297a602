package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCheckTest {
  private static final String MODELS =
      """
      models:
        - {provider: openai, model: us, price: {input: 2, output: 8}, jurisdictions: [US, EU]}
        - {provider: ollama, model: own, price: {input: 0, output: 0}, jurisdictions: [DE],
           certifications: [iso-27001], open_weight: true, self_hosted: true, retention: none}
        - {provider: anthropic, model: kept, price: {input: 1, output: 5}, jurisdictions: [FR],
           retention: 30d}
      """;

  private static String routes(String constraints, String extra, String... targets) {
    StringBuilder text = new StringBuilder(constraints);
    text.append(
        "ai_routes:\n  - name: a\n    match: {model: m, data_class: [pii]}\n    targets:\n");
    for (String target : targets) {
      String[] name = target.split("/", 2);
      text.append("      - {provider: %s, model: %s}%n".formatted(name[0], name[1]));
    }
    return text.append(extra).toString();
  }

  private static List<String> warnings(String routes) {
    return Manifests.warnings(routes, MODELS, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jurisdictions: [EU]        | openai/us      | false",
        "jurisdictions: [EU, US]    | openai/us      | true",
        "jurisdictions: [EU]        | ollama/own     | true",
        "jurisdictions: [EU]        | openai/unknown | false",
        "certifications: [ISO-27001] | ollama/own    | true",
        "certifications: [iso-27001] | openai/us     | false",
        "deny_providers: [openai]   | openai/us      | false",
        "deny_providers: [openai]   | ollama/own     | true",
        "open_weight: true          | ollama/own     | true",
        "open_weight: true          | openai/us      | false",
        "self_hosted: true          | openai/us      | false",
        "max_price: {input: 2}      | openai/us      | true",
        "max_price: {input: 1.99}   | openai/us      | false",
        "max_price: {output: 7}     | openai/us      | false",
        "max_price: {output: 7}     | openai/unknown | false",
        "retention: none            | ollama/own     | true",
        "retention: none            | anthropic/kept | false",
        "retention: 30d             | anthropic/kept | true",
        "retention: unlimited       | openai/us      | false",
      })
  void aRouteNeedsATargetThatItsOwnConstraintsPermit(
      String require, String target, boolean permitted) {
    String routes = routes("", "    constraints: {" + require + "}\n", target);

    if (permitted) {
      assertThat(warnings(routes)).isEmpty();
    } else {
      assertThat(Manifests.problems(routes, MODELS))
          .containsExactly(
              "routes.yaml:6:18 ai_routes[0].constraints: no target of this route is permitted by"
                  + " its constraints");
    }
  }

  @Test
  void aRouteNeedsATargetThatAllRulesTogetherPermitWhereTheyCertainlyHold() {
    String rules =
        """
        constraints:
          - {name: eu, match: {data_class: [pii, health]}, require: {jurisdictions: [EU]}}
          - {name: kept, require: {retention: none}}
        """;

    assertThat(Manifests.problems(routes(rules, "", "anthropic/kept"), MODELS))
        .containsExactly(
            "routes.yaml:8:7 ai_routes[0].targets: no target of this route is permitted by eu,"
                + " kept");
    assertThat(warnings(routes(rules, "", "anthropic/kept", "ollama/own")))
        .containsExactly(
            "routes.yaml:8:7 ai_routes[0].targets: anthropic/kept is never asked: not permitted by"
                + " kept");
  }

  @Test
  void rulesThatHoldOnlySometimesLeaveARouteAlone() {
    String rules =
        "constraints: [{name: eu, match: {tenant: bank}, require: {jurisdictions: [EU]}}]\n";

    assertThat(warnings(routes(rules, "", "openai/us"))).isEmpty();
    assertThat(warnings(routes(rules, "", "openai/unheard-of")))
        .containsExactly(
            "routes.yaml:6:7 ai_routes[0].targets: openai/unheard-of is not in models.yaml, so it"
                + " is never asked where eu holds",
            "routes.yaml:6:35 ai_routes[0].targets[0].model: openai/unheard-of has no price in"
                + " models.yaml, so no budget of money holds it back; a model that costs nothing"
                + " has the price 0");
  }

  @Test
  void warnsOfWhatIsAllowedButHardlyMeant() {
    String routes =
        """
        intents: [{name: code, examples: [a]}]
        constraints:
          - {name: strict, match: {tenant: t}, require: {certifications: [none-has-this]}}
          - {name: typo, require: {deny_providers: [opnai]}}
        ai_routes:
          - name: a
            match: {model: m}
            targets:
              - {provider: openai, model: us}
              - {provider: ollama, model: own, tier: 2, weight: 0}
            experiment:
              name: old
              percent: 5
              end: 2026-11-01T00:00:00Z
              targets: [{provider: ollama, model: own}]
        """;

    assertThat(
            Manifests.warnings(routes, MODELS, Optional.of(Instant.parse("2026-11-01T00:00:00Z"))))
        .containsExactly(
            "routes.yaml:1:10 intents: no rule matches an intent, and no strategy goes by quality"
                + " for one",
            "routes.yaml:3:49 constraints[0].require: no model of the catalogue is like that",
            "routes.yaml:4:44 constraints[1].require.deny_providers: no provider is named"
                + " \"opnai\", so there is nothing to deny; configured are anthropic, ollama,"
                + " openai",
            "routes.yaml:9:7 ai_routes[0].targets: all weights of tier 2 are 0; nothing is drawn"
                + " there",
            "routes.yaml:14:12 ai_routes[0].experiment.end: this experiment has ended; all"
                + " requests are control");
  }

  @Test
  void theManifestsOfThisRepositoryAreWithoutWarnings() throws Exception {
    java.nio.file.Path config = java.nio.file.Path.of("../../compose/config");

    assertThat(
            Manifests.warnings(
                java.nio.file.Files.readString(config.resolve("routes.yaml")),
                java.nio.file.Files.readString(config.resolve("models.yaml")),
                Optional.empty()))
        .isEmpty();
  }

  @Test
  void aModelWithoutAPriceIsToldOfOnceWhereItIsNamedFirst() {
    String routes =
        routes("", "    fallback: anthropic/unpriced\n", "openai/us", "openai/new", "ollama/own")
            + """
              - name: b
                match: {model: n}
                targets:
                  - {provider: openai, model: new}
            """;

    assertThat(warnings(routes))
        .containsExactly(
            "routes.yaml:6:35 ai_routes[0].targets[1].model: openai/new has no price in models.yaml,"
                + " so no budget of money holds it back; a model that costs nothing has the price"
                + " 0",
            "routes.yaml:8:15 ai_routes[0].fallback: anthropic/unpriced has no price in"
                + " models.yaml, so no budget of money holds it back; a model that costs nothing"
                + " has the price 0");
  }

  @Test
  void aModelWhosePriceIsZeroIsPriced() {
    assertThat(warnings(routes("", "    fallback: openai/us\n", "ollama/own"))).isEmpty();
  }

  @Test
  void aRuleOfPricesKeepsOutWhatHasNone() {
    String rule = "constraints: [{name: priced, require: {max_price: {input: 1000000}}}]\n";

    assertThat(warnings(routes(rule, "", "openai/new", "openai/us")))
        .anySatisfy(w -> assertThat(w).contains("openai/new is never asked"));
  }
}

package dev.strowger.console.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Policy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
  private static final String MODELS =
      "models: [{provider: a, model: m, price: {input: 1, output: 2}}]";

  @Test
  void routesAreAddedRemovedAndMoved() {
    PolicyDiff diff =
        PolicyDiff.between(
            bundle("ai_routes: [{name: a}, {name: b}, {name: c}, {name: gone}]"),
            bundle("ai_routes: [{name: c}, {name: a}, {name: b}, {name: new}]"));

    assertThat(diff.sections().get("routes"))
        .isEqualTo(
            new PolicyDiff.Section(List.of("new"), List.of("gone"), List.of(), List.of("c")));
    assertThat(diff.summary()).containsExactly("routes: 1 added, 1 removed, 1 moved");
  }

  @Test
  void aChangeIsToldByThePathOfItsKey() {
    PolicyDiff diff =
        PolicyDiff.between(
            Policy.Bundle.of("resilience: {retry: {max_attempts: 3}}", MODELS),
            Policy.Bundle.of(
                "resilience: {retry: {max_attempts: 4}}", MODELS.replace("input: 1", "input: 9")));

    assertThat(diff.sections())
        .containsEntry(
            "models",
            new PolicyDiff.Section(
                List.of(),
                List.of(),
                List.of(
                    new PolicyDiff.Changed(
                        "a/m", List.of(new PolicyDiff.Change("price.input", "1", "9")))),
                List.of()));
    assertThat(diff.settings())
        .containsExactly(new PolicyDiff.Change("resilience.retry.max_attempts", "3", "4"));
  }

  @Test
  void whereSomethingStandsMakesNoDifference() {
    Policy.Bundle one = bundle("ai_routes: [{name: a, model: x}, {name: b}]");
    Policy.Bundle many =
        new Policy.Bundle(
            Map.of(
                "routes.yaml",
                "include: [b.yaml]\nai_routes: [{name: a, model: y}]",
                "b.yaml",
                "ai_routes: [{name: b}]",
                "routes.prod.yaml",
                "ai_routes: [{name: a, model: x}]",
                "models.yaml",
                MODELS),
            "prod");

    assertThat(PolicyDiff.between(one, many).empty()).isTrue();
    assertThat(PolicyDiff.between(one, new Policy.Bundle(many.files(), "")).empty()).isFalse();
  }

  @Test
  void anOverlayTakesAwayAndPutsNewEntriesBefore() {
    Policy.Bundle laid =
        new Policy.Bundle(
            Map.of(
                "routes.yaml",
                "ai_routes: [{name: a}, {name: b}]",
                "routes.prod.yaml",
                "ai_routes: [{name: a, remove: true}, {name: new}]",
                "models.yaml",
                MODELS),
            "prod");

    assertThat(PolicyDiff.between(bundle("ai_routes: [{name: new}, {name: b}]"), laid).empty())
        .isTrue();
  }

  @Test
  void textIsComparedLineByLine() {
    assertThat(TextDiff.unified(Map.of("r.yaml", "a\nb\n"), Map.of("r.yaml", "a\nc\n")))
        .isEqualTo("--- a/r.yaml\n+++ b/r.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
  }

  private static Policy.Bundle bundle(String routes) {
    return Policy.Bundle.of(routes, MODELS);
  }
}

package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What routes.yaml says of the contents of prompts and answers. */
class ProtectionTest {
  private static final String ROUTES =
      """
      detectors: {custom: [{name: patient-no, pattern: 'PT-[0-9]+', data_class: health}]}
      redact: {detectors: [pii.*, patient-no]}
      guardrails:
        input:
          max_prompt_tokens: 8000
          allowed_parameters: [temperature]
          blocked: [{name: x, pattern: 'project x'}]
          injection: flag
        output: {blocked: [{name: iban, pattern: 'DE[0-9]{20}'}], action: mask}
      ai_routes:
        - {name: a, match: {model: a}, targets: [{provider: openai, model: m}]}
        - name: b
          match: {model: b}
          targets: [{provider: openai, model: m}]
          redact: {detectors: [secret.key], restore: false}
          guardrails: {input: {injection: off}}
      """;

  private static Protection of(String model) {
    Policy policy =
        switch (Manifests.compile(ROUTES, "models: []")) {
          case Policy.Compilation.Accepted(Policy accepted, var warnings) -> accepted;
          case Policy.Compilation.Rejected(var problems) ->
              throw new AssertionError(problems.toString());
        };
    return Manifests.planned(policy.decide(Manifests.call("r", model))).terms().protection();
  }

  @Test
  void theTopHoldsForRoutesWithoutTheirOwnAndForModelsByName() {
    Protection.Redaction redaction = of("a").redaction().orElseThrow();
    assertThat(redaction.detectors()).hasSize(9).contains("pii.email", "patient-no");
    assertThat(redaction.restore()).isTrue();
    assertThat(redaction.custom())
        .containsExactly(new FeatureNeeds.Detector("patient-no", "PT-[0-9]+", "health"));
    assertThat(of("a").guardrails())
        .contains(
            new Protection.Guardrails(
                OptionalLong.of(8000),
                Optional.of(List.of("temperature")),
                List.of(new Protection.Blocked("x", "project x")),
                "flag",
                List.of(new Protection.Blocked("iban", "DE[0-9]{20}")),
                "mask"));
    assertThat(of("openai/m")).isEqualTo(of("a"));
  }

  @Test
  void aRoutesOwnHoldInTheirPlaceAsAWhole() {
    Protection own = of("b");
    assertThat(own.redaction())
        .contains(new Protection.Redaction(List.of("secret.key"), false, List.of()));
    assertThat(own.guardrails())
        .contains(
            new Protection.Guardrails(
                OptionalLong.empty(), Optional.empty(), List.of(), "off", List.of(), "block"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redact: {detectors: [pii.shoe]} | 1:21 redact.detectors: no detector is called \"pii.shoe\"",
        "redact: {} | redact.detectors: ",
        "guardrails: {input: {blocked: [{name: x, pattern: 'a('}]}} | guardrails.input.blocked[0].pattern: not a"
            + " regular expression of RE2",
        "guardrails: {output: {blocked: [{name: x, pattern: 'a*'}]}} | matches the empty text",
        "guardrails: {input: {injection: maybe}} | guardrails.input.injection: ",
        "guardrails: {output: {blocked: [{name: x, pattern: a}, {name: x, pattern: b}]}} | another pattern of this"
            + " list has that name",
        "guardrails: {inputs: {}} | guardrails.inputs: "
      })
  void tellsWhatIsWrongAndWhere(String yaml, String expected) {
    String routes =
        yaml
            + "\nai_routes: [{name: a, match: {model: m}, targets: [{provider: openai, model: m}]}]\n";

    assertThat(Manifests.problems(routes, "models: []"))
        .hasSize(1)
        .allMatch(problem -> problem.startsWith("routes.yaml:1:") && problem.contains(expected));
  }
}

package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the audit trail keeps besides figures. */
class AuditTest {
  private static final String ROUTES =
      """
      audit: {prompt: hash, answer: redacted}
      ai_routes:
        - name: plain
          match: {model: plain}
          targets: [{provider: openai, model: m}]
        - name: own
          match: {model: own}
          audit: {answer: full}
          targets: [{provider: openai, model: m}]
      """;

  private static Audit audit(String routes, String model) {
    Policy policy = Manifests.policy(routes);
    return Manifests.planned(policy.decide(Manifests.call("r1", model)))
        .terms()
        .protection()
        .audit()
        .orElse(Audit.NONE);
  }

  @Test
  void whatIsSetForAllHoldsForRoutesWithoutTheirOwn() {
    assertThat(audit(ROUTES, "plain")).isEqualTo(new Audit(Audit.Depth.HASH, Audit.Depth.REDACTED));
  }

  @Test
  void aRoutesOwnReplacesItAsAWhole() {
    assertThat(audit(ROUTES, "own")).isEqualTo(new Audit(Audit.Depth.NONE, Audit.Depth.FULL));
  }

  @Test
  void whatIsSetForAllHoldsForCallsThatNameAModel() {
    assertThat(audit(ROUTES, "openai/gpt-4o-mini"))
        .isEqualTo(new Audit(Audit.Depth.HASH, Audit.Depth.REDACTED));
  }

  @Test
  void nothingIsKeptUnlessItIsSaid() {
    assertThat(audit(Manifests.ROUTES, "gpt-4o-mini")).isEqualTo(Audit.NONE);
  }

  @Test
  void aDepthThatDoesNotExistIsNamedWithItsPlace() {
    assertThat(
            Manifests.problems("audit:\n  prompt: everything\n" + Manifests.ROUTES, "models: []"))
        .singleElement()
        .asString()
        .startsWith("routes.yaml:2")
        .contains("none", "hash", "redacted", "full");
  }
}

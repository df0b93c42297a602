package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.DecisionRecord;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyInForceTest {
  private static final String PERSONAL =
      """
      constraints:
        - {name: personal, match: {data_class: [PII]}, require: {deny_providers: [openai]}}
      """;

  @Test
  void detectorsOfAnotherPolicyDoNotSayThatNothingIsInARequest() {
    try (Bench bench = new Bench()) {
      bench.policy.changed("active", policy("v1", PERSONAL + Samples.ROUTES, true));
      bench.ask(request("same", "v1", ""));
      bench.ask(request("older", "v0", ""));
      bench.ask(request("none", "", ""));

      assertThat(bench.routed("openai"))
          .extracting(r -> r.getRequest().getRequestId())
          .containsExactly("same");
      List<DecisionRecord> decisions = bench.decisions();
      assertThat(decisions).hasSize(3);
      for (DecisionRecord refused : decisions.subList(1, 3)) {
        assertThat(refused.getRules()).containsExactly("personal");
        assertThat(refused.getFacts().getDetected()).containsExactly("undetermined");
      }
    }
  }

  @Test
  void detectorsThatStayAsTheyWereAreTrustedInWhateverVersion() {
    try (Bench bench = new Bench()) {
      bench.policy.changed("active", policy("v1", PERSONAL + Samples.ROUTES, true));
      bench.policy.changed(
          "active", policy("v2", PERSONAL + Samples.ROUTES.replace("60", "70"), true));
      bench.ask(request("before", "v1", ""));
      bench.ask(request("after", "v2", ""));
      bench.policy.changed(
          "active",
          policy(
              "v3",
              "detectors: {classes: {pii.email: other}}\n" + PERSONAL + Samples.ROUTES,
              true));
      bench.ask(request("too-old", "v2", ""));

      assertThat(bench.routed("openai"))
          .extracting(r -> r.getRequest().getRequestId())
          .containsExactly("before", "after");
    }
  }

  @Test
  void aRecordThatTellsDoorsOfNoDetectorsIsNotTrusted() {
    try (Bench bench = new Bench()) {
      bench.policy.changed("active", policy("v1", PERSONAL + Samples.ROUTES, false));
      bench.ask(request("r1", "v1", ""));

      assertThat(bench.routed("openai")).isEmpty();
    }
  }

  @Test
  void aDeclaredDataClassCountsInWhateverCase() {
    try (Bench bench = new Bench()) {
      bench.policy.changed("active", policy("v1", PERSONAL + Samples.ROUTES, true));
      bench.ask(request("r1", "v1", "pii"));
      bench.ask(request("r2", "v1", "Pii"));

      assertThat(bench.routed("openai")).isEmpty();
    }
  }

  @Test
  void aDecisionIsRecordedWithTheStoppedExperimentsOfItsPolicyOnly() {
    try (Bench bench = new Bench()) {
      bench.policy.changed("active", policy("v1", Samples.ROUTES + Samples.TRIAL, false));
      String own = bench.policy.get().orElseThrow().policy().experiments().getFirst().definition();
      bench.stopped.changed("trial", stopped("trial", own));
      for (int i = 0; i < 100; i++) {
        bench.stopped.changed("old-" + i, stopped("old-" + i, "d"));
      }
      bench.ask(Samples.request("r1", "gpt-4o-mini"));

      DecisionRecord decision = bench.decisions().getFirst();
      assertThat(decision.getStopped()).containsExactly("trial@" + own);
      assertThat(decision.getArm()).isEmpty();
    }
  }

  private static ExperimentState stopped(String name, String definition) {
    return new ExperimentState(name, definition, true, "worse", Samples.START);
  }

  private static PolicyRecord policy(String version, String routes, boolean detectors) {
    return PolicyRecord.newBuilder(Samples.policy(routes))
        .setVersion(version)
        .setNeeds(FeatureNeeds.newBuilder().setDetectors(detectors).build())
        .build();
  }

  private static RequestRecord request(String id, String policyVersion, String dataClass) {
    return RequestRecord.newBuilder(Samples.request(id, "openai/gpt-4o-mini"))
        .setFacts(
            RequestFacts.newBuilder()
                .setPolicyVersion(policyVersion)
                .setDataClass(dataClass)
                .build())
        .build();
  }
}

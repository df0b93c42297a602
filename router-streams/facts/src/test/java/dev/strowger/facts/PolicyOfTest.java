package dev.strowger.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyOfTest {
  @Test
  void allFilesOfTheRecordAreCompiledUnderItsEnvironment() {
    PolicyRecord record =
        PolicyRecord.newBuilder(Policies.record(Policies.ROUTES))
            .setFiles(Map.of("teams/bank.yaml", "ai_routes: []"))
            .setEnvironment("prod")
            .build();

    Policy.Bundle bundle = PolicyOf.bundle(record);
    assertThat(bundle.environment()).isEqualTo("prod");
    assertThat(bundle.files())
        .containsOnly(
            Map.entry("routes.yaml", Policies.ROUTES),
            Map.entry("models.yaml", Policies.MODELS),
            Map.entry("teams/bank.yaml", "ai_routes: []"));
    assertThat(PolicyOf.providers(record)).containsExactly("openai", "anthropic", "ollama");
  }

  @Test
  void targetsOfProvidersThatAreNotInTheRecordAreProblems() {
    PolicyRecord record = Policies.record(Policies.ROUTES.replace("ollama/", "elsewhere/"));

    assertThat(PolicyOf.record(record)).isInstanceOf(Policy.Compilation.Rejected.class);
  }
}

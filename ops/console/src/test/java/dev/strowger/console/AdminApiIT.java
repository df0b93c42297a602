package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators do over HTTP, and what then stands in the log. */
class AdminApiIT extends LogGround {
  @Test
  void aPolicyCanBeCheckedAndPutIntoForceOverHttp() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      Map<String, String> proposal =
          Map.of("routes", TestManifests.routes("put"), "models", TestManifests.MODELS);
      String before = active(console);

      JsonNode checked = console.post("/admin/policy/validate", proposal).body();
      assertThat(checked.get("valid").booleanValue()).isTrue();
      assertThat(checked.get("inForce").booleanValue()).isFalse();
      assertThat(active(console)).isEqualTo(before);

      TestConsole.Answer put = console.put("/admin/policy", proposal);

      assertThat(put.status()).isEqualTo(200);
      assertThat(put.body().get("changed").booleanValue()).isTrue();
      assertThat(active(console)).isEqualTo(checked.get("version").textValue());
      assertThat(console.put("/admin/policy", proposal).body().get("changed").booleanValue())
          .as("the same policy again changes nothing")
          .isFalse();
      assertThat(status(console).at("/manifests/inForce").booleanValue())
          .as("the files say something else now")
          .isFalse();
    }
  }

  @Test
  void anUnsoundPolicyIsRefusedWithEveryProblem() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);
      Map<String, String> proposal =
          Map.of("routes", TestManifests.unsoundRoutes(), "models", "modells: []");

      TestConsole.Answer refused = console.put("/admin/policy", proposal);
      JsonNode checked = console.post("/admin/policy/validate", proposal).body();

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().at("/error/code").textValue()).isEqualTo("invalid_policy");
      assertThat(refused.body().get("problems").toString())
          .contains("routes.yaml")
          .contains("models.yaml");
      assertThat(checked.get("valid").booleanValue()).isFalse();
      assertThat(checked.get("problems")).isEqualTo(refused.body().get("problems"));
      assertThat(active(console)).isEqualTo(before);
    }
  }

  @Test
  void explainsTheDecisionARequestWouldGet() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      Map<String, String> call =
          Map.of("model", "model-start", "requestId", "req-1", "at", "2026-01-01T00:00:00Z");

      JsonNode first = console.post("/admin/policy/explain", call).body();
      JsonNode again = console.post("/admin/policy/explain", call).body();

      assertThat(first.get("outcome").textValue()).isEqualTo("planned");
      assertThat(first.get("route").textValue()).isEqualTo("route-start");
      assertThat(first.get("steps")).hasSize(2);
      assertThat(again).isEqualTo(first);
      JsonNode unknown = console.post("/admin/policy/explain", Map.of("model", "nope")).body();
      assertThat(unknown.get("outcome").textValue()).isEqualTo("refused");
      assertThat(unknown.get("status").intValue()).isEqualTo(404);
    }
  }

  @Test
  void theHealthOfProvidersIsSeenInTheStatusAndInExplanations() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordPublisher workers = new RecordPublisher(kafka)) {
      workers.publish(
          Topics.PROVIDER_HEALTH,
          "anthropic",
          ProviderHealth.newBuilder()
              .setProvider("anthropic")
              .setDialect("anthropic")
              .setState(HealthState.DOWN)
              .setAt(Instant.ofEpochMilli(1_700_000_000_000L))
              .setReason("connection refused")
              .build());

      await(() -> "down".equals(status(console).at("/providers/1/state").textValue()));
      assertThat(status(console).at("/providers/1/reason").textValue())
          .isEqualTo("connection refused");
      JsonNode explained =
          console.post("/admin/policy/explain", Map.of("model", "model-start")).body();
      assertThat(explained.get("unavailable").toString()).isEqualTo("[\"anthropic\"]");
      assertThat(status(console).at("/topics/problems").toString())
          .as("nobody else is there to create the others")
          .contains("llm.outcomes does not exist")
          .doesNotContain("llm.policies");
    }
  }

  @Test
  void aKeyIsShownOnceAndOnlyItsHashIsKept() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      TestConsole.Answer made =
          console.post(
              "/admin/credentials",
              Map.of("tenant", "red", "name", "batch jobs", "expiresAt", "2999-01-01T00:00:00Z"));

      assertThat(made.status()).isEqualTo(201);
      String key = made.body().get("key").textValue();
      String id = made.body().get("id").textValue();
      CredentialRecord kept = inLog(Topics.CREDENTIALS, Secrets.sha256(key)).orElseThrow();
      assertThat(kept.getTenant()).isEqualTo("red");
      assertThat(kept.getExpiresAt()).isEqualTo(Instant.parse("2999-01-01T00:00:00Z"));
      String list = console.get("/admin/credentials").body().toString();
      assertThat(list).contains(id).doesNotContain(key).doesNotContain(Secrets.sha256(key));

      TestConsole.Answer revoked = console.delete("/admin/credentials/" + id);

      assertThat(revoked.body().get("revoked").booleanValue()).isTrue();
      assertThat(inLog(Topics.CREDENTIALS, Secrets.sha256(key)).orElseThrow().getRevoked())
          .isTrue();
      assertThat(console.delete("/admin/credentials/cred_none").status()).isEqualTo(404);
    }
  }
}

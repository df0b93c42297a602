package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Publishing with care: dry runs, expected versions, and what would differ. */
class ApplyIT extends LogGround {
  @Test
  void aDryRunTellsWhatWouldChangeAndChangesNothing() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);

      JsonNode answer = console.put("/admin/policy", body("other", "dryRun", true)).body();

      assertThat(answer.get("changed").booleanValue()).isTrue();
      assertThat(answer.get("dryRun").booleanValue()).isTrue();
      assertThat(answer.get("replaces").textValue()).isEqualTo(before);
      assertThat(answer.get("summary").toString()).isEqualTo("[\"routes: 1 added, 1 removed\"]");
      assertThat(active(console)).isEqualTo(before);
    }
  }

  @Test
  void whoExpectsAnotherVersionInForceIsRefused() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);

      TestConsole.Answer refused =
          console.put("/admin/policy", body("other", "expectVersion", "0123456789"));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body().at("/error/message").textValue()).contains(before);
      assertThat(active(console)).isEqualTo(before);

      assertThat(
              console
                  .put("/admin/policy", body("other", "expectVersion", before.substring(0, 8)))
                  .status())
          .isEqualTo(200);
      assertThat(active(console)).isNotEqualTo(before);
    }
  }

  @Test
  void differencesAreToldBetweenVersionsAndAgainstFiles() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);
      Map<String, Object> heavier =
          Map.of(
              "routes",
              TestManifests.routes("start").replace("weight: 40", "weight: 50"),
              "models",
              TestManifests.MODELS,
              "text",
              true);

      JsonNode diff = console.post("/admin/policy/diff", heavier).body();

      assertThat(diff.get("from").textValue()).isEqualTo(before);
      assertThat(diff.at("/routes/changed/0/keys/0/path").textValue())
          .isEqualTo("targets[openai/gpt-4o-mini].weight");
      assertThat(diff.at("/routes/changed/0/keys/0/from").textValue()).isEqualTo("40");
      assertThat(diff.at("/routes/changed/0/keys/0/to").textValue()).isEqualTo("50");
      assertThat(diff.get("text").textValue()).contains("-        weight: 40");
      JsonNode same = console.post("/admin/policy/diff", Map.of("to", before)).body();
      assertThat(same.get("same").booleanValue()).isTrue();
    }
  }

  private static Map<String, Object> body(String name, String key, Object value) {
    Map<String, Object> body = new HashMap<>();
    body.put("routes", TestManifests.routes(name));
    body.put("models", TestManifests.MODELS);
    body.put(key, value);
    return body;
  }
}

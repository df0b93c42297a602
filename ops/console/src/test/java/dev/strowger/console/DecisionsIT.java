package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Complexity;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Decisions that were made a moment ago. */
class DecisionsIT extends LogGround {
  private static final AtomicInteger IDS = new AtomicInteger();

  @Test
  void aDecisionIsShownWithWhatCameOfItAsSoonAsItIsMade() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      String id = id(Instant.now());
      DecisionRecord made = decide(recorded, id, "red");

      JsonNode open = console.get("/admin/decisions/" + id).body();
      assertThat(open.get("outcome").isNull()).isTrue();
      assertThat(open.at("/decision/facts/tags/app").textValue()).isEqualTo("shop");
      recorded.answered(made, 11, 22, Instant.now());
      recorded.flush();

      JsonNode ended = console.get("/admin/decisions/" + id).body();

      assertThat(ended.at("/outcome/outcome").textValue()).isEqualTo("ANSWERED");
      assertThat(ended.at("/outcome/costMicros").longValue()).isEqualTo(7);
      assertThat(ended.at("/decision/candidates")).hasSize(2);
    }
  }

  @Test
  void theLastOfATenantAreListedTheNewestFirst() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      decide(recorded, "list-1", "blue");
      decide(recorded, "list-2", "green");
      decide(recorded, "list-3", "blue");

      JsonNode list = console.get("/admin/decisions?last=5&tenant=blue").body().get("decisions");

      assertThat(list.findValuesAsText("requestId")).containsExactly("list-3", "list-1");
      assertThat(console.get("/admin/decisions?last=many").status()).isEqualTo(400);
    }
  }

  @Test
  void aRecordedDecisionIsExplainedAgainByAnyPolicy() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      String id = id(Instant.now());
      DecisionRecord made = decide(recorded, id, "red");

      JsonNode again = console.post("/admin/policy/explain", Map.of("request", id)).body();

      assertThat(again.at("/candidates/0/position").intValue())
          .isEqualTo(made.getCandidates().getFirst().getPosition());
      assertThat(again.at("/recorded/requestId").textValue()).isEqualTo(id);
      JsonNode other =
          console
              .post(
                  "/admin/policy/explain",
                  Map.of(
                      "request",
                      id,
                      "routes",
                      TestManifests.routes("other"),
                      "models",
                      TestManifests.MODELS))
              .body();
      assertThat(other.get("outcome").textValue()).isEqualTo("refused");
      assertThat(other.at("/passed/0/because").textValue()).isEqualTo("model is model-start");
    }
  }

  @Test
  void aPromptIsLookedAtAsTheDoorWouldLook() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String routes =
          TestManifests.routes("start")
              .replace("model: \"model-start\"", "{model: \"model-start\", language: de}")
              .replace("match:\n      {", "match: {");

      JsonNode german =
          console
              .post(
                  "/admin/policy/explain",
                  Map.of(
                      "model",
                      "model-start",
                      "routes",
                      routes,
                      "models",
                      TestManifests.MODELS,
                      "prompt",
                      "Bitte fasse mir diesen langen Brief der Behörde kurz zusammen."))
              .body();

      assertThat(german.at("/facts/language").textValue()).as(german.toString()).isEqualTo("de");
      assertThat(german.get("outcome").textValue()).isEqualTo("planned");
      assertThat(german.toString()).doesNotContain("Behörde");
    }
  }

  @Test
  void aPromptsComplexityIsJudgedByTheModelThePolicyNames() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String prompt =
          "Prove that every finite integral domain is a field, and give the idea first.";
      double linear = Complexity.shipped().weakOk(prompt);
      double embedding;
      try (BgeSmallEmbedder embedder = BgeSmallEmbedder.open()) {
        embedding = Complexity.shipped(embedder).weakOk(prompt);
      }

      assertThat(complexity(console, "linear", prompt)).isCloseTo(1 - linear, within(1e-6));
      assertThat(complexity(console, "embedding", prompt)).isCloseTo(1 - embedding, within(1e-3));
    }
  }

  private static double complexity(TestConsole console, String classifier, String prompt)
      throws Exception {
    String routes =
        "classifier: "
            + classifier
            + "\n"
            + TestManifests.routes("start")
                .replace(
                    "model: \"model-start\"", "{model: \"model-start\", complexity: {from: 0}}")
                .replace("match:\n      {", "match: {");
    JsonNode explained =
        console
            .post(
                "/admin/policy/explain",
                Map.of(
                    "model",
                    "model-start",
                    "routes",
                    routes,
                    "models",
                    TestManifests.MODELS,
                    "prompt",
                    prompt))
            .body();
    assertThat(explained.at("/features/notFoundOut").toString()).isEqualTo("[]");
    assertThat(explained.get("outcome").textValue()).isEqualTo("planned");
    return explained.at("/facts/complexity").doubleValue();
  }

  private static DecisionRecord decide(RecordedDecisions recorded, String id, String tenant)
      throws Exception {
    PolicyRecord active = inLog(Topics.POLICIES, "active").orElseThrow();
    DecisionRecord made =
        recorded.decide(Bundles.compiled(active), id, tenant, "model-start", Instant.now());
    recorded.flush();
    return made;
  }

  /** As the door makes them. */
  private static String id(Instant at) {
    return "req_%012x7000800000000000%04x".formatted(at.toEpochMilli(), IDS.incrementAndGet());
  }
}

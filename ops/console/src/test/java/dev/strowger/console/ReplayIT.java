package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.facts.PolicyOf;
import dev.strowger.policy.Policy;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recorded decisions, made again with another policy. */
class ReplayIT extends LogGround {
  private static final Logger log = LoggerFactory.getLogger(ReplayIT.class);

  private static final AtomicInteger DAYS = new AtomicInteger();

  @Test
  void theSamePolicyDecidesTheSame() throws Exception {
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "same", from, 500);

      JsonNode report = replay(console, from, Map.of()).get("report");

      assertThat(report.at("/totals/decisions").intValue()).isEqualTo(500);
      assertThat(report.at("/totals/again").intValue()).isEqualTo(500);
      assertThat(report.at("/totals/changed").intValue()).isZero();
      assertThat(report.get("changed")).isEmpty();
      assertThat(report.at("/shares/models/openai~1gpt-4o-mini/before").intValue())
          .isEqualTo(report.at("/shares/models/openai~1gpt-4o-mini/after").intValue())
          .isBetween(120, 280);
    }
  }

  @Test
  void anotherPolicyTellsWhatWouldChangeAndWhatItWouldCost() throws Exception {
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "other", from, 500);
      Map<String, Object> tried = other();
      tried.put("changes", 3);

      JsonNode report = replay(console, from, tried).get("report");

      int before = report.at("/shares/models/openai~1gpt-4o-mini/before").intValue();
      assertThat(report.at("/shares/models/openai~1gpt-4o-mini/after").intValue()).isEqualTo(500);
      assertThat(report.at("/totals/otherFirst").intValue()).isEqualTo(500 - before);
      assertThat(report.at("/totals/byUsage").intValue()).isEqualTo(250);
      assertThat(report.at("/totals/byExpectation").intValue()).isEqualTo(250);
      // 2,000 tokens in and 500 out where they were counted, 1,000 and 100 where not.
      assertThat(report.at("/cost/USD/afterMicros").longValue())
          .isEqualTo(250 * (300 + 300) + 250 * (150 + 60));
      assertThat(report.at("/cost/USD/decisionsBefore").intValue()).isEqualTo(before);
      assertThat(report.at("/latency/decisions").intValue()).isEqualTo(500);
      assertThat(report.at("/latency/afterMs").doubleValue()).isEqualTo(900);
      assertThat(report.get("changed")).hasSize(3);
      JsonNode first = report.get("changed").get(0);
      assertThat(first.at("/verdicts/before/plan/0").textValue())
          .isEqualTo("anthropic/claude-haiku-4-5");
      assertThat(first.at("/verdicts/after/plan/0").textValue()).isEqualTo("openai/gpt-4o-mini");
    }
  }

  @Test
  void theSameInputYieldsTheSameBytes() throws Exception {
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "bytes", from, 3_000);

      String once = replay(console, from, other()).get("report").toString();
      String again = replay(console, from, other()).get("report").toString();

      assertThat(again).isEqualTo(once).contains("\"again\":3000");
    }
  }

  @Test
  void aLimitTakesTheEarliestOfAllPartitions() throws Exception {
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "limit", from, 300);
      Map<String, Object> tried = other();
      tried.put("limit", 40);
      tried.put("changes", 1000);

      JsonNode report = replay(console, from, tried).get("report");

      assertThat(report.at("/totals/decisions").intValue()).isEqualTo(40);
      report
          .get("changed")
          .forEach(
              changed ->
                  assertThat(changed.get("at").textValue())
                      .isLessThan(from.plusMillis(40).toString()));
    }
  }

  @Test
  void refusalsByTheNewPolicyAreCounted() throws Exception {
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "refused", from, 50);
      Map<String, Object> tried =
          Map.of("routes", TestManifests.routes("elsewhere"), "models", TestManifests.MODELS);

      JsonNode report = replay(console, from, tried).get("report");

      assertThat(report.at("/totals/newlyRefused").intValue()).isEqualTo(50);
      assertThat(report.at("/shares/refusals/model_not_found").intValue()).isEqualTo(50);
      assertThat(report.at("/shares/moves/route-start → refused").intValue()).isEqualTo(50);
    }
  }

  @Test
  void manyDecisionsAreMadeAgainInLittleTime() throws Exception {
    int many = Integer.getInteger("strowger.replay.decisions", 20_000);
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "many", from, many);

      JsonNode job = replay(console, from, other());

      assertThat(job.at("/report/totals/again").intValue()).isEqualTo(many);
      long perSecond = many * 1000L / Math.max(1, job.get("elapsedMs").longValue());
      log.atInfo()
          .addKeyValue("decisions", many)
          .addKeyValue("elapsedMs", job.get("elapsedMs"))
          .addKeyValue("perSecond", perSecond)
          .log("replayed");
      assertThat(perSecond).isGreaterThan(1_000);
    }
  }

  @Test
  void aReplayThatIsCancelledEndsWithoutAReport() throws Exception {
    Instant from = nextDay();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      write(recorded, "cancel", from, 20_000);
      String id = start(console, from, Map.of());

      assertThat(console.delete("/admin/policy/replays/" + id).status()).isEqualTo(200);

      await(() -> !show(console, id).get("state").textValue().matches("waiting|running"));
      assertThat(show(console, id).get("state").textValue()).isEqualTo("cancelled");
      assertThat(show(console, id).get("report").isNull()).isTrue();
    }
  }

  /** The log is in the order of time, whatever order the tests are in. */
  private static Instant nextDay() {
    return Instant.now()
        .truncatedTo(ChronoUnit.DAYS)
        .minus(60 - DAYS.incrementAndGet(), ChronoUnit.DAYS);
  }

  /** One each millisecond, by 20 tenants; every other was answered after two seconds. */
  private static void write(RecordedDecisions recorded, String name, Instant from, int number)
      throws Exception {
    PolicyRecord active = inLog(Topics.POLICIES, "active").orElseThrow();
    Policy policy =
        switch (PolicyOf.record(active)) {
          case Policy.Compilation.Accepted(var accepted, var _) -> accepted;
          case Policy.Compilation.Rejected(var problems) -> throw new AssertionError(problems);
        };
    for (int i = 0; i < number; i++) {
      Instant at = from.plusMillis(i);
      DecisionRecord made =
          recorded.decide(policy, name + "-" + i, "tenant-" + i % 20, "model-start", at);
      if (i % 2 == 0) {
        recorded.answered(made, 2_000, 500, at.plusSeconds(2));
      }
    }
    recorded.flush();
  }

  /** All of it to OpenAI. */
  private static Map<String, Object> other() {
    Map<String, Object> body = new HashMap<>();
    body.put("routes", TestManifests.routes("start").replace("weight: 60", "weight: 0"));
    body.put("models", TestManifests.MODELS);
    return body;
  }

  private static JsonNode replay(TestConsole console, Instant from, Map<String, Object> body)
      throws Exception {
    String id = start(console, from, body);
    await(() -> !show(console, id).get("state").textValue().matches("waiting|running"));
    JsonNode job = show(console, id);
    assertThat(job.get("state").textValue()).as(job.toString()).isEqualTo("done");
    assertThat(job.get("share").doubleValue()).isEqualTo(1);
    return job;
  }

  private static String start(TestConsole console, Instant from, Map<String, Object> more)
      throws Exception {
    Map<String, Object> body = new HashMap<>(more);
    body.put("from", from.toString());
    body.put("to", from.plusSeconds(3_600).toString());
    TestConsole.Answer answer = console.post("/admin/policy/replays", body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    return answer.body().get("id").textValue();
  }

  private static JsonNode show(TestConsole console, String id) throws Exception {
    return console.get("/admin/policy/replays/" + id).body();
  }
}

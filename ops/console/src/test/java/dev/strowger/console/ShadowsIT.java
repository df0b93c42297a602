package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.ShadowRecord;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Past traffic for shadows, and what shadows said. */
class ShadowsIT extends ShadowGround {
  @Test
  void pastRequestsAreGivenToTheShadowsOfAPolicyEachOnce() throws Exception {
    Instant from = nextHour();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      ask(recorded, "once", from, 40);

      JsonNode first = run(console, from, policy(""));
      JsonNode again = run(console, from, policy(""));

      List<ShadowRecord> copies = copies("once");
      assertThat(copies).hasSize(80);
      assertThat(copies.stream().map(c -> c.getShadow() + c.getRequest().getRequestId()))
          .doesNotHaveDuplicates();
      assertThat(copies).allSatisfy(c -> assertThat(c.getRoute()).isEqualTo("route-start"));
      assertThat(copies.getFirst().getStep().getReason()).startsWith("shadow ");
      assertThat(first.at("/report/totals/requests").intValue()).isEqualTo(40);
      assertThat(first.at("/report/shadows/one").intValue()).isEqualTo(40);
      assertThat(again.at("/report/totals/copies").intValue()).isZero();
      assertThat(again.at("/report/totals/standing").intValue()).isEqualTo(80);
    }
  }

  @Test
  void oneShadowAndALimitTakeTheEarliestRequests() throws Exception {
    Instant from = nextHour();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      ask(recorded, "limit", from, 30);
      Map<String, Object> body = policy("");
      body.put("shadow", "two");
      body.put("limit", 7);

      run(console, from, body);

      assertThat(copies("limit"))
          .hasSize(7)
          .allSatisfy(
              copy -> {
                assertThat(copy.getShadow()).isEqualTo("two");
                assertThat(copy.getRequest().getReceivedAt()).isBefore(from.plusMillis(7));
              });
    }
  }

  @Test
  void aConstraintHoldsForPastTrafficToo() throws Exception {
    Instant from = nextHour();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      ask(recorded, "rule", from, 10);

      JsonNode job =
          run(
              console,
              from,
              policy(
                  """
                  constraints:
                    - name: no-openai
                      match: {tags: {app: shop}}
                      require: {deny_providers: [openai]}
                  """));

      assertThat(copies("rule")).extracting(ShadowRecord::getShadow).containsOnly("one");
      assertThat(job.at("/report/totals/copies").intValue()).isEqualTo(10);
    }
  }

  @Test
  void aRequestNobodyLookedAtForWhatThePolicyGoesByIsLeftOut() throws Exception {
    Instant from = nextHour();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      ask(recorded, "unseen", from, 10);

      JsonNode job =
          run(
              console,
              from,
              policy(
                  """
                  constraints:
                    - name: german-stays
                      match: {language: de}
                      require: {deny_providers: [openai]}
                  """));

      assertThat(copies("unseen")).isEmpty();
      assertThat(job.at("/report/totals/notLookedAt").intValue()).isEqualTo(10);
    }
  }

  @Test
  void aCopyThatWasSkippedIsMadeAgainAndOneThatWasCalledIsNot() throws Exception {
    Instant from = nextHour();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka);
        RecordPublisher workers = new RecordPublisher(kafka)) {
      ask(recorded, "again", from, 2);
      Map<String, Object> body = policy("");
      body.put("shadow", "one");
      run(console, from, body);
      workers.publish(Topics.SHADOW_RESULTS, "again-0", result("again-0", "skipped", NOTHING));
      workers.publish(Topics.SHADOW_RESULTS, "again-1", result("again-1", "timeout", NOTHING));

      run(console, from, body);

      assertThat(copies("again"))
          .extracting(c -> c.getRequest().getRequestId())
          .containsExactlyInAnyOrder("again-0", "again-1", "again-0");
    }
  }

  @Test
  void aRunThatIsCancelledWhileItKeepsThePaceEndsAtOnce() throws Exception {
    Instant from = nextHour();
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka)) {
      ask(recorded, "pace", from, 5);
      Map<String, Object> body = policy("");
      body.computeIfPresent(
          "routes", (_, routes) -> routes.toString().replace("per_minute: 0", "per_minute: 1"));
      String id = start(console, from, body);
      await(() -> show(console, id).get("copies").intValue() == 2);

      console.delete("/admin/shadow-runs/" + id);

      await(() -> show(console, id).get("state").textValue().equals("cancelled"));
      assertThat(copies("pace")).hasSize(2);
    }
  }

  @Test
  void bothAnswersAreShownSideBySide() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka);
        RecordPublisher workers = new RecordPublisher(kafka)) {
      String id = decided(recorded, 1);
      workers.publish(Topics.RESPONSES, id, kept(id, answer("the caller's")));
      workers.publish(
          Topics.SHADOW_RESULTS, id, result(id, "answered", answer("x".repeat(70_000))));

      JsonNode shown = console.get("/admin/shadows/" + id).body();

      assertThat(shown.at("/primary/text").textValue()).isEqualTo("the caller's");
      assertThat(shown.at("/primary/kept").booleanValue()).isTrue();
      assertThat(shown.at("/shadows/0/shadow").textValue()).isEqualTo("one");
      assertThat(shown.at("/shadows/0/text").textValue()).isEqualTo("x".repeat(70_000));
      assertThat(shown.at("/whole").booleanValue()).isTrue();
    }
  }

  @Test
  void ofPastTrafficItIsSaidThatTheCallersAnswerIsNotKept() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordedDecisions recorded = new RecordedDecisions(kafka);
        RecordPublisher workers = new RecordPublisher(kafka)) {
      String id = decided(recorded, 2);
      workers.publish(Topics.SHADOW_RESULTS, id, result(id, "answered", answer("late")));

      JsonNode shown = console.get("/admin/shadows/" + id).body();

      assertThat(shown.at("/primary/kept").booleanValue()).isFalse();
      assertThat(shown.at("/primary/why").textValue()).contains("had no shadow");
      assertThat(shown.at("/shadows/0/text").textValue()).isEqualTo("late");
      assertThat(console.get("/admin/shadows/req_none").status()).isEqualTo(404);
    }
  }

  @Test
  void figuresNeedClickHouseAndAnHonestNumberOfDays() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      assertThat(console.get("/admin/shadows").status()).isEqualTo(503);
      assertThat(console.get("/admin/shadows?days=0").status()).isEqualTo(400);
    }
  }
}

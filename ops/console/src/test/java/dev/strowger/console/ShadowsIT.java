package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.Usage;
import dev.strowger.topics.Body;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Past traffic for shadows, and what shadows said. */
class ShadowsIT extends LogGround {
  private static final byte[] NOTHING = new byte[0];
  private static final AtomicInteger HOURS = new AtomicInteger();

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

  private static Instant nextHour() {
    return Instant.now()
        .truncatedTo(ChronoUnit.HOURS)
        .minus(12 - HOURS.incrementAndGet(), ChronoUnit.HOURS);
  }

  private static void ask(RecordedDecisions recorded, String name, Instant from, int number) {
    for (int i = 0; i < number; i++) {
      recorded.ask(name + "-" + i, "tenant-" + i % 20, "model-start", from.plusMillis(i));
    }
    recorded.flush();
  }

  /** Two shadows of all requests. */
  private static Map<String, Object> policy(String constraints) {
    Map<String, Object> body = new HashMap<>();
    body.put(
        "routes",
        constraints
            + TestManifests.routes("start")
            + """
                shadow:
                  - {name: one, percent: 100, target: anthropic/claude-haiku-4-5, per_minute: 0}
                  - {name: two, percent: 100, target: openai/gpt-4o-mini, per_minute: 0}
            """);
    body.put("models", TestManifests.MODELS);
    return body;
  }

  private static JsonNode run(TestConsole console, Instant from, Map<String, Object> body)
      throws Exception {
    String id = start(console, from, body);
    await(() -> !show(console, id).get("state").textValue().matches("waiting|running"));
    JsonNode job = show(console, id);
    assertThat(job.get("state").textValue()).as(job.toString()).isEqualTo("done");
    return job;
  }

  private static String start(TestConsole console, Instant from, Map<String, Object> more)
      throws Exception {
    Map<String, Object> body = new HashMap<>(more);
    body.put("from", from.toString());
    body.put("to", from.plusSeconds(600).toString());
    TestConsole.Answer answer = console.post("/admin/shadow-runs", body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    return answer.body().get("id").textValue();
  }

  private static JsonNode show(TestConsole console, String id) throws Exception {
    return console.get("/admin/shadow-runs/" + id).body();
  }

  /** Copies of requests whose ids begin so. */
  private static List<ShadowRecord> copies(String name) throws Exception {
    List<ShadowRecord> found = new ArrayList<>();
    var ranges =
        OffsetRange.between(kafka, Topics.SHADOW, Instant.EPOCH, OffsetRange.LATEST).entrySet();
    for (var part : ranges) {
      try (PartitionCursor<ShadowRecord> cursor =
          new PartitionCursor<>(kafka, Topics.SHADOW, part.getKey(), part.getValue())) {
        for (ShadowRecord copy = cursor.next(); copy != null; copy = cursor.next()) {
          if (copy.getRequest().getRequestId().startsWith(name + "-")) {
            found.add(copy);
          }
        }
      }
    }
    return found;
  }

  private static String decided(RecordedDecisions recorded, int number) throws Exception {
    Instant now = Instant.now();
    String id = "req_%012x7000800000000000%04x".formatted(now.toEpochMilli(), number);
    recorded.decide(
        Bundles.compiled(inLog(Topics.POLICIES, "active").orElseThrow()),
        id,
        "red",
        "model-start",
        now);
    recorded.flush();
    return id;
  }

  private static byte[] answer(String text) {
    return ("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + text + "\"}}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ResponseRecord kept(String id, byte[] answer) {
    Body body = Body.pack(answer);
    return ResponseRecord.newBuilder()
        .setResponseId(id)
        .setTenant("red")
        .setCredentialId("cred")
        .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .setRequest(ByteBuffer.allocate(0))
        .setResponseEncoding(body.encoding())
        .setResponse(body.bytes())
        .build();
  }

  private static ShadowResult result(String id, String result, byte[] answer) {
    ShadowResult.Builder record =
        ShadowResult.newBuilder()
            .setRequestId(id)
            .setTenant("red")
            .setCredentialId("cred")
            .setShadow("one")
            .setRoute("route-start")
            .setPolicyVersion("v")
            .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .setProvider("anthropic")
            .setModel("claude-haiku-4-5")
            .setResult(result)
            .setUsage(Usage.newBuilder().build());
    if (answer.length > 0) {
      Body body = Body.pack(answer);
      record.setBodyEncoding(body.encoding()).setBody(body.bytes());
    }
    return record.build();
  }
}

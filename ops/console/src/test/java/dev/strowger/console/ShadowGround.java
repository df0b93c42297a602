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

/** Requests, answers and copies in the log, and what a console makes of them. */
abstract class ShadowGround extends LogGround {
  static final byte[] NOTHING = new byte[0];
  static final AtomicInteger HOURS = new AtomicInteger();

  static Instant nextHour() {
    return Instant.now()
        .truncatedTo(ChronoUnit.HOURS)
        .minus(12 - HOURS.incrementAndGet(), ChronoUnit.HOURS);
  }

  static void ask(RecordedDecisions recorded, String name, Instant from, int number) {
    for (int i = 0; i < number; i++) {
      recorded.ask(name + "-" + i, "tenant-" + i % 20, "model-start", from.plusMillis(i));
    }
    recorded.flush();
  }

  /** Two shadows of all requests. */
  static Map<String, Object> policy(String constraints) {
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

  static JsonNode run(TestConsole console, Instant from, Map<String, Object> body)
      throws Exception {
    String id = start(console, from, body);
    await(() -> !show(console, id).get("state").textValue().matches("waiting|running"));
    JsonNode job = show(console, id);
    assertThat(job.get("state").textValue()).as(job.toString()).isEqualTo("done");
    return job;
  }

  static String start(TestConsole console, Instant from, Map<String, Object> more)
      throws Exception {
    Map<String, Object> body = new HashMap<>(more);
    body.put("from", from.toString());
    body.put("to", from.plusSeconds(600).toString());
    TestConsole.Answer answer = console.post("/admin/shadow-runs", body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    return answer.body().get("id").textValue();
  }

  static JsonNode show(TestConsole console, String id) throws Exception {
    return console.get("/admin/shadow-runs/" + id).body();
  }

  /** Copies of requests whose ids begin so. */
  static List<ShadowRecord> copies(String name) throws Exception {
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

  static String decided(RecordedDecisions recorded, int number) throws Exception {
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

  static byte[] answer(String text) {
    return ("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + text + "\"}}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  static ResponseRecord kept(String id, byte[] answer) {
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

  static ShadowResult result(String id, String result, byte[] answer) {
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

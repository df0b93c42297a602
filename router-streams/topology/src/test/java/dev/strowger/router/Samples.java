package dev.strowger.router;

import dev.strowger.records.Attempt;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.EventRecord;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.Outcome;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records for tests. */
final class Samples {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  static final Duration PATIENCE = Duration.ofMinutes(5);
  static final String REPLIES = "llm.replies.door-1";

  static final String ROUTES =
      """
      ai_routes:
        - name: chat-mid-tier
          match:
            model: "gpt-4o-mini"
          targets:
            - {provider: anthropic, model: claude-haiku-4-5, weight: 60, max_latency_ms: 800}
            - {provider: openai, model: gpt-4o-mini, weight: 40, max_latency_ms: 800}
          fallback: ollama/llama-3.1
      """;

  /** Of the route above. */
  static final String TRIAL =
      """
          experiment:
            name: trial
            percent: 100
            targets: [{provider: ollama, model: llama-3.1}]
      """;

  static final String MODELS =
      """
      models:
        - {provider: openai, model: gpt-4o-mini, price: {input: 0.15, output: 0.60}}
      """;

  private Samples() {}

  static PolicyRecord policy(String routes) {
    return new PolicyRecord(
        "unchecked",
        START,
        "routes.yaml",
        routes,
        MODELS,
        List.of(provider("openai"), provider("anthropic"), provider("ollama")),
        List.of(),
        Map.of(),
        "",
        FeatureNeeds.newBuilder().build(),
        null);
  }

  private static ProviderEntry provider(String name) {
    return new ProviderEntry(name, "openai", false);
  }

  static RequestRecord request(String id, String model) {
    return request(id, model, START, new byte[] {'{', '}'});
  }

  static RequestRecord request(String id, String model, Instant at, byte[] body) {
    return new RequestRecord(
        id,
        "team-a",
        "credential-1",
        "chat",
        model,
        false,
        false,
        at,
        at.toEpochMilli() * 1000,
        at.plus(PATIENCE),
        RequestFacts.newBuilder().build(),
        new ReplyAddress("door-1", REPLIES, "http://127.0.0.1:1"),
        BodyEncoding.IDENTITY,
        ByteBuffer.wrap(body),
        "chat_completions",
        false,
        false,
        null,
        "",
        "",
        false,
        List.of(),
        List.of());
  }

  static EventRecord attempt(String requestId, int number, long costMicros) {
    Attempt attempt =
        Attempt.newBuilder()
            .setNumber(number)
            .setProvider("openai")
            .setModel("gpt-4o-mini")
            .setResult("overloaded")
            .setStartedAt(START)
            .setLatencyUs(1_000_000)
            .setUsage(new Usage(10L, 5L, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L))
            .setCostMicros(costMicros)
            .build();
    return event(requestId, requestId + "/a" + number + "/x", attempt);
  }

  static EventRecord terminal(String requestId, Outcome outcome) {
    return event(
        requestId,
        requestId + "/end",
        Terminal.newBuilder()
            .setOutcome(outcome)
            .setUsage(Usage.newBuilder().build())
            .setCostMicros(42)
            .build());
  }

  private static EventRecord event(String requestId, String eventId, Object detail) {
    return new EventRecord(
        eventId,
        requestId,
        "team-a",
        "credential-1",
        START,
        "chat",
        "gpt-4o-mini",
        "chat-mid-tier",
        "v",
        false,
        detail,
        "",
        "",
        "",
        "",
        Map.of());
  }
}

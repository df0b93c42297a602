package dev.strowger.router;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests of callers with limits: each has 1000 tokens of prompt and may be answered with 100. */
final class Limited {
  static final String MODEL = "openai/gpt-4o-mini";
  static final long TOKENS = 1100;

  /** 1000 at 0.15 and 100 at 0.60 per million. */
  static final long MICROS = 210;

  private static final String MODELS =
      """
      models:
        - {provider: openai, model: gpt-4o-mini, price: {input: 0.15, output: 0.60}}
        - {provider: ollama, model: llama-3.1, price: {input: 0, output: 0}, self_hosted: true}
      """;

  private Limited() {}

  static PolicyRecord policy() {
    return PolicyRecord.newBuilder(
            Samples.policy(
                """
                ai_routes:
                  - name: chat
                    match: {model: chat}
                    targets: [{provider: openai, model: gpt-4o-mini}]
                    fallback: ollama/llama-3.1
                """))
        .setModelsYaml(MODELS)
        .build();
  }

  static ScopedLimits tenant(Limits.Builder limits) {
    return new ScopedLimits(LimitScope.TENANT, limits.build());
  }

  static ScopedLimits team(Limits.Builder limits) {
    return new ScopedLimits(LimitScope.TEAM, limits.build());
  }

  static RequestRecord request(String id, String model, ScopedLimits... limits) {
    return request(id, "team-a", model, Samples.START, List.of(limits));
  }

  static RequestRecord request(
      String id, String tenant, String model, Instant at, List<ScopedLimits> limits) {
    return RequestRecord.newBuilder(Samples.request(id, model, at, new byte[] {'{', '}'}))
        .setTenant(tenant)
        .setCredentialId("key-of-" + tenant)
        .setTeam("loans")
        .setFacts(
            RequestFacts.newBuilder()
                .setPromptTokens(1000)
                .setMaxOutputTokens(100L)
                .setUser("user-hash")
                .setTags(Map.of("project", "x"))
                .build())
        .setLimits(limits)
        .build();
  }

  /** As a worker claims it: it used what was expected. */
  static EventRecord attempt(RequestRecord request, int number, Instant at) {
    Attempt attempt =
        Attempt.newBuilder()
            .setNumber(number)
            .setProvider("openai")
            .setModel("gpt-4o-mini")
            .setResult("answered")
            .setStartedAt(at)
            .setLatencyUs(1)
            .setUsage(new Usage(1000L, 100L, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L))
            .setCostMicros(MICROS)
            .build();
    return event(request, "/a" + number + "/x", at, attempt);
  }

  static EventRecord terminal(RequestRecord request, Outcome outcome, Instant at) {
    Terminal terminal =
        Terminal.newBuilder().setOutcome(outcome).setUsage(Usage.newBuilder().build()).build();
    return event(request, "/end", at, terminal);
  }

  private static EventRecord event(
      RequestRecord request, String suffix, Instant at, Object detail) {
    return new EventRecord(
        request.getRequestId() + suffix,
        request.getRequestId(),
        request.getTenant(),
        request.getCredentialId(),
        at,
        "chat",
        request.getModel(),
        "chat",
        "v",
        false,
        detail,
        request.getTeam(),
        "",
        "",
        "",
        Map.of());
  }
}

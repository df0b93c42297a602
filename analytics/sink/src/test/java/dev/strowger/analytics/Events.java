package dev.strowger.analytics;

import dev.strowger.records.Attempt;
import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Price;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.ServedModel;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events as the router writes them, different from request to request. */
final class Events {
  /** Every kind of token at a price of its own. */
  static final Price DEAR =
      new Price(
          "USD",
          4_000_000L,
          8_000_000L,
          1_000_001L,
          5_000_000L,
          10_000_000L,
          6_000_000L,
          12_000_000L,
          9_000_000L,
          7_000_000L,
          25L);

  private Events() {}

  /** Every tenth request failed over, every twentieth was abandoned. */
  static EventRecord terminal(int n) {
    boolean second = n % 10 == 0;
    return event(n, "request-" + n + "/end")
        .setDetail(
            Terminal.newBuilder()
                .setOutcome(n % 20 == 0 ? Outcome.ABANDONED : Outcome.ANSWERED)
                .setProvider(provider(n))
                .setModel(provider(n) + "-model")
                .setUsage(usage(n))
                .setCostMicros(n)
                .setFailure(n % 20 == 0 ? "cancelled" : null)
                .setFinishReason("stop")
                .setMessage("it's \\ a\n\nmessage; with grün")
                .setFirstTokenUs(n % 2 == 0 ? 1000L + n : null)
                .setProviderUs(100_000L + n)
                .setOverheadUs(2_000)
                .setTotalUs(102_000L + n)
                .setFindings(List.of("output:iban"))
                .setRedactions(Map.of("pii.email", 2))
                .setRescues(second ? 1 : 0)
                .setPath(
                    second
                        ? List.of(step("down", "unreachable"), step(provider(n), "answered"))
                        : List.of(step(provider(n), "answered")))
                .build())
        .build();
  }

  static EventRecord attempt(int n) {
    return event(n, "request-" + n + "/1/nonce")
        .setDetail(
            Attempt.newBuilder()
                .setNumber(1)
                .setProvider(provider(n))
                .setModel(provider(n) + "-model")
                .setResult(n % 25 == 24 ? "late" : "answered")
                .setHttpStatus(n % 2 == 0 ? 200 : null)
                .setStartedAt(Instant.now())
                .setLatencyUs(100_000L + n)
                .setUsage(usage(n))
                .setCostMicros(n)
                .setPriced(n % 3 != 0)
                .build())
        .build();
  }

  static DecisionRecord decision(int n) {
    return DecisionRecord.newBuilder()
        .setRequestId("request-" + n)
        .setTenant("tenant-" + n % 3)
        .setAt(Instant.now())
        .setRequestedModel("gpt-4o-mini")
        .setRoute("chat-mid-tier")
        .setPolicyVersion("v1")
        .setCandidates(
            List.of(
                new Candidate(
                    "anthropic", "claude", 60L, 0, "weighted choice", Map.of("score", 0.1 + 0.2)),
                new Candidate("openai", "gpt", 40L, 1, "next by weight", Map.of())))
        .setRefusal(n % 50 == 0 ? "no target" : null)
        .setTeam("cards")
        .setStrategy("score")
        .setExperiment("trial")
        .setArm(arm(n))
        .setRules(List.of("personal-data-in-the-eu"))
        .setShadows(List.of("try-llama"))
        .setFacts(n % 50 == 0 ? null : facts())
        .build();
  }

  private static RequestFacts facts() {
    return RequestFacts.newBuilder()
        .setTags(Map.of("app", "it's; \\ 'quoted'"))
        .setNeeds(List.of("tools"))
        .setPromptTokens(77)
        .setLanguage("de")
        .setIntents(Map.of("code", 0.75, "general", 0.25))
        .setComplexity(0.35)
        .setClassifier("linear-1")
        .setDataClass("internal")
        .setDetected(List.of("pii.email"))
        .setDetectedClasses(List.of("pii"))
        .build();
  }

  /** Every fourth was not answered. */
  static ShadowResult shadow(int n) {
    return ShadowResult.newBuilder()
        .setRequestId("request-" + n)
        .setTenant("tenant-" + n % 3)
        .setCredentialId("credential-" + n % 5)
        .setTeam("cards")
        .setShadow("try-llama")
        .setRoute("chat-mid-tier")
        .setPolicyVersion("v1")
        .setAt(Instant.now())
        .setProvider("ollama")
        .setModel("llama-3.1")
        .setResult(n % 4 == 0 ? "timeout" : "answered")
        .setUsage(usage(n))
        .setCostMicros(n / 2)
        .setLatencyUs(50_000)
        .setBody(ByteBuffer.wrap(new byte[] {'{', '}'}))
        .build();
  }

  /** Of the version that all requests were decided by. */
  static PolicyRecord policy() {
    return PolicyRecord.newBuilder()
        .setVersion("v1")
        .setPublishedAt(Instant.now())
        .setSource("routes.yaml")
        .setRoutesYaml("")
        .setModelsYaml("")
        .setProviders(List.of())
        .setServed(
            List.of(
                ServedModel.newBuilder()
                    .setId("openai/dear")
                    .setOwnedBy("openai")
                    .setPrice(DEAR)
                    .build(),
                served("openai/cheap", "openai", 500_000),
                served("a-route", "strowger", 9_000_000)))
        .build();
  }

  private static ServedModel served(String id, String ownedBy, long micros) {
    return ServedModel.newBuilder()
        .setId(id)
        .setOwnedBy(ownedBy)
        .setPrice(
            new Price("USD", micros, 2 * micros, micros, micros, null, null, null, null, null, 0L))
        .build();
  }

  /** A request whose answer was kept from another one. */
  static EventRecord cached(int n) {
    return event(n, "request-" + n + "/end")
        .setDetail(
            Terminal.newBuilder()
                .setOutcome(Outcome.ANSWERED)
                .setProvider("anthropic")
                .setModel("anthropic-model")
                .setUsage(Usage.newBuilder().build())
                .setCache("exact")
                .setSavedMicros(250)
                .setEscalations(1)
                .setTotalUs(900)
                .setPath(
                    List.of(
                        PathStep.newBuilder()
                            .setProvider("cache")
                            .setModel("cache")
                            .setResult("answered")
                            .setLatencyUs(1)
                            .build()))
                .build())
        .build();
  }

  static LimitAlert alert(int n) {
    return LimitAlert.newBuilder()
        .setTenant("tenant-" + n % 3)
        .setScope(LimitScope.TEAM)
        .setName("team/tenant-" + n % 3 + "/cards")
        .setLimit("micros_per_month")
        .setAllowed(1_000)
        .setUsed(800 + n)
        .setPercent(80)
        .setAt(Instant.now())
        .setHard(n % 2 == 0)
        .build();
  }

  private static String arm(int n) {
    return n % 2 == 0 ? "control" : "treatment";
  }

  private static EventRecord.Builder event(int n, String id) {
    return EventRecord.newBuilder()
        .setEventId(id)
        .setRequestId("request-" + n)
        .setTenant("tenant-" + n % 3)
        .setCredentialId("credential-" + n % 5)
        .setAt(Instant.now())
        .setOperation("chat")
        .setRequestedModel("gpt-4o-mini")
        .setRoute("chat-mid-tier")
        .setPolicyVersion("v1")
        .setTeam("cards")
        .setUser("user-" + n % 2)
        .setTags(Map.of("project", "it's; \\ 'apollo'", "shift", n % 4 == 0 ? "night" : "day"))
        .setExperiment("trial")
        .setArm(arm(n))
        .setStream(n % 2 == 0);
  }

  private static String provider(int n) {
    return n % 5 < 3 ? "anthropic" : "openai";
  }

  static Usage usage(int n) {
    return Usage.newBuilder()
        .setInputTokens(n)
        .setOutputTokens(2L * n)
        .setEstimated(n % 10 == 0)
        .setCachedInputTokens(n / 4)
        .setCacheWriteTokens(n / 5)
        .setReasoningTokens(n / 3)
        .setImageTokens(1)
        .setAudioInputTokens(2)
        .setAudioOutputTokens(3)
        .setCacheWriteLongTokens(4)
        .build();
  }

  private static PathStep step(String provider, String result) {
    return PathStep.newBuilder()
        .setProvider(provider)
        .setModel(provider + "-model")
        .setResult(result)
        .setLatencyUs(1000)
        .build();
  }
}

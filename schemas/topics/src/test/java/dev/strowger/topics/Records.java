package dev.strowger.topics;

import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One of each kind of record, with every field set to something that is not its default. */
final class Records {
  static final Instant AT = Instant.parse("2026-11-21T10:15:30.123Z");

  private Records() {}

  static CancelRecord cancel() {
    return CancelRecord.newBuilder()
        .setRequestId("r")
        .setReason("gone")
        .setAt(Instant.ofEpochMilli(1))
        .build();
  }

  static CredentialRecord credential(String hash) {
    return CredentialRecord.newBuilder()
        .setCredentialId("cred-" + hash)
        .setTenant("team-a")
        .setName("a key")
        .setKeyHash(hash)
        .setCreatedAt(AT)
        .setExpiresAt(AT.plusSeconds(60))
        .setRevoked(true)
        .build();
  }

  static RequestRecord request() {
    return RequestRecord.newBuilder()
        .setRequestId("req-1")
        .setTenant("team-a")
        .setCredentialId("cred-1")
        .setOperation("chat")
        .setModel("gpt-4o-mini")
        .setStream(true)
        .setIncludeUsage(true)
        .setReceivedAt(AT)
        .setReceivedAtUs(1_795_256_130_123_456L)
        .setDeadline(AT.plusSeconds(600))
        .setFacts(
            RequestFacts.newBuilder()
                .setMessages(3)
                .setPromptChars(1L << 40)
                .setTools(true)
                .setMaxOutputTokens(512L)
                .build())
        .setReplyTo(
            ReplyAddress.newBuilder()
                .setInstance("in-1")
                .setTopic("llm.replies.in-1")
                .setChannelUrl("http://127.0.0.1:18082")
                .build())
        .setBodyEncoding(BodyEncoding.ZSTD)
        .setBody(bytes("{\"model\":\"gpt-4o-mini\",\"text\":\"Grüße ✓\"}"))
        .build();
  }

  static RoutedRecord routed() {
    return RoutedRecord.newBuilder()
        .setRequest(request())
        .setPlan(
            Plan.newBuilder()
                .setRoute("chat-mid-tier")
                .setPolicyVersion("abc")
                .setSteps(
                    List.of(
                        PlanStep.newBuilder()
                            .setPool("anthropic")
                            .setProvider("anthropic")
                            .setModel("claude-haiku-4-5")
                            .setMaxLatencyMs(800)
                            .setPrice(
                                Price.newBuilder()
                                    .setInputMicrosPerMillion(1_000_000)
                                    .setOutputMicrosPerMillion(5_000_000)
                                    .setCachedInputMicrosPerMillion(100_000)
                                    .setCacheWriteMicrosPerMillion(1_250_000)
                                    .build())
                            .setReason("weighted choice")
                            .build()))
                .build())
        .setStep(0)
        .setPath(List.of(path()))
        .build();
  }

  static ReplyRecord answer() {
    return reply(Answer.newBuilder().setBody(bytes("{\"id\":\"x\"}")).build());
  }

  static ReplyRecord failure() {
    return reply(
        Failure.newBuilder()
            .setStatus(429)
            .setType("rate_limit_error")
            .setCode("rate_limit_exceeded")
            .setMessage("slow down")
            .setRetryAfterMs(1_500L)
            .build());
  }

  static EventRecord attempt() {
    return event(
        Attempt.newBuilder()
            .setNumber(1)
            .setProvider("openai")
            .setModel("gpt-4o-mini")
            .setResult("answered")
            .setHttpStatus(200)
            .setStartedAt(AT)
            .setLatencyUs(123_456)
            .setFirstTokenUs(45_678L)
            .setUsage(usage())
            .setCostMicros(42)
            .build());
  }

  static EventRecord terminal() {
    return event(
        Terminal.newBuilder()
            .setOutcome(Outcome.ANSWERED)
            .setProvider("openai")
            .setModel("gpt-4o-mini")
            .setUsage(usage())
            .setCostMicros(42)
            .setTotalUs(200_000)
            .setPath(List.of(path()))
            .build());
  }

  private static ReplyRecord reply(Object result) {
    return ReplyRecord.newBuilder()
        .setRequestId("req-1")
        .setRoute("chat-mid-tier")
        .setProvider("openai")
        .setModel("gpt-4o-mini")
        .setAttempts(2)
        .setSimulated(true)
        .setResult(result)
        .build();
  }

  private static EventRecord event(Object detail) {
    return EventRecord.newBuilder()
        .setEventId("req-1/end")
        .setRequestId("req-1")
        .setTenant("team-a")
        .setCredentialId("cred-1")
        .setAt(AT)
        .setOperation("chat")
        .setRequestedModel("gpt-4o-mini")
        .setRoute("chat-mid-tier")
        .setPolicyVersion("abc")
        .setStream(false)
        .setDetail(detail)
        .build();
  }

  private static Usage usage() {
    return Usage.newBuilder().setInputTokens(10).setOutputTokens(20).build();
  }

  private static PathStep path() {
    return PathStep.newBuilder()
        .setProvider("openai")
        .setModel("gpt-4o-mini")
        .setResult("TIMEOUT")
        .setLatencyUs(800_000)
        .build();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}

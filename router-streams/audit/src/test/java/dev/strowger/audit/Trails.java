package dev.strowger.audit;

import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.Usage;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chains as the router writes them. */
final class Trails {
  static final Instant AT = Instant.parse("2026-11-20T10:00:00.123Z");

  private Trails() {}

  static AuditedRequest request(int number) {
    return AuditedRequest.newBuilder()
        .setRequestId("req_" + number)
        .setCredentialId("key-1")
        .setTeam("pay\"ments\n")
        .setTags(Map.of("b", "2", "a", "1", "ü", "\u0001"))
        .setOperation("chat")
        .setRequestedModel("gpt")
        .setRoute("default")
        .setPolicyVersion("v1")
        .setProvider("openai")
        .setModel("gpt-5")
        .setOutcome(Outcome.ANSWERED)
        .setReceivedAt(AT)
        .setTotalUs(1234L + number)
        .setAttempts(1)
        .setUsage(Usage.newBuilder().setInputTokens(5).setOutputTokens(7).build())
        .setCostMicros(42)
        .setPromptHash("ab")
        .setPath(List.of(new PathStep("openai", "gpt-5", "answered", "", 12L, null, 42L)))
        .build();
  }

  static AuditedAction action(String tenant) {
    return new AuditedAction(
        tenant,
        AT,
        "a1",
        "op-1",
        "Ann",
        "ADMIN",
        "credentials.create",
        "key-1",
        "ok",
        Map.of("scope", "x"),
        "10.0.0.1");
  }

  /** Requests and an action, every fourth link a checkpoint. */
  static List<AuditRecord> chain(String tenant, int links, KeyPair keys) {
    CheckpointSigner signer = new CheckpointSigner(keys);
    List<AuditRecord> chain = new ArrayList<>();
    Head head = Head.NONE;
    for (int i = 1; i <= links; i++) {
      AuditRecord link =
          Chain.next(
              tenant,
              head,
              AT.plusSeconds(i),
              i % 4 == 0 ? signer.sign(tenant, head) : i % 4 == 3 ? action(tenant) : request(i));
      chain.add(link);
      head = Chain.head(link);
    }
    return chain;
  }
}

package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.audit.CheckpointSigner;
import dev.strowger.audit.Link;
import dev.strowger.audit.Problem;
import dev.strowger.audit.SigningKeys;
import dev.strowger.audit.Verifier;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.Checkpoint;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import dev.strowger.router.audit.TrailTerms;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topics;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chains that the topology writes. */
class AuditTrailTest {
  private static final KeyPair KEYS = SigningKeys.fresh();
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  private final Bench bench =
      new Bench(
          new RecordSerdes(new InMemorySchemaRegistry()),
          new TrailTerms(Optional.of(new CheckpointSigner(KEYS)), 4, Duration.ofSeconds(60)));

  @AfterEach
  void close() {
    bench.close();
  }

  private static EventRecord ended(String tenant, String id) {
    Terminal terminal =
        Terminal.newBuilder()
            .setOutcome(Outcome.ANSWERED)
            .setProvider("openai")
            .setModel("gpt-5")
            .setUsage(Usage.newBuilder().setInputTokens(3).setOutputTokens(4).build())
            .setCostMicros(17)
            .setTotalUs(1_500_000)
            .setPromptHash("aa")
            .setAnswerHash("bb")
            .setDecisionHash("cc")
            .setFindings(List.of("input:project-x"))
            .setRedactions(Map.of("pii.email", 2))
            .setPath(
                List.of(
                    new PathStep(
                        "anthropic", "m", "overloaded", "not asked: it is down", 0L, null, 0L),
                    new PathStep("openai", "gpt-5", "answered", "secret words", 9L, null, 17L)))
            .build();
    return EventRecord.newBuilder()
        .setEventId(id + "/end")
        .setRequestId(id)
        .setTenant(tenant)
        .setCredentialId("key-1")
        .setAt(AT)
        .setOperation("chat")
        .setRequestedModel("gpt")
        .setRoute("default")
        .setPolicyVersion("v1")
        .setStream(false)
        .setDetail(terminal)
        .setUser("u")
        .setTags(Map.of("app", "x"))
        .build();
  }

  private static AuditedAction action(String tenant) {
    return new AuditedAction(
        tenant, AT, "a", "op", "Ann", "ADMIN", "keys.create", "k", "ok", Map.of(), "127.0.0.1");
  }

  private void end(EventRecord event) {
    bench.pipe(Topics.EVENTS, event.getTenant(), bench.bytes(Topics.EVENTS, event));
  }

  private List<KeyValue<String, AuditRecord>> trail() {
    return bench.records(Topics.AUDIT);
  }

  private static List<Problem> verified(List<KeyValue<String, AuditRecord>> trail) {
    Verifier verifier = new Verifier(List.of(KEYS.getPublic()), Map.of(), true);
    List<Problem> problems = new ArrayList<>();
    trail.forEach(link -> problems.addAll(verifier.take(link.key, Link.of(link.value))));
    problems.addAll(verifier.end());
    return problems;
  }

  @Test
  void eachTenantHasAChainOfItsOwn() {
    for (int i = 0; i < 10; i++) {
      end(ended("acme", "req_a" + i));
      end(ended("beta", "req_b" + i));
    }

    List<KeyValue<String, AuditRecord>> trail = trail();

    assertThat(verified(trail)).isEmpty();
    assertThat(trail).filteredOn(link -> link.key.equals("acme")).hasSize(12);
    assertThat(trail)
        .filteredOn(link -> link.key.equals("acme") && link.value.getEntry() instanceof Checkpoint)
        .extracting(link -> link.value.getSequence())
        .containsExactly(5L, 10L);
  }

  @Test
  void aLinkTellsAllOfTheRequestButWhatProvidersSaid() {
    end(ended("acme", "req_1"));

    AuditedRequest request = (AuditedRequest) trail().getFirst().value.getEntry();

    assertThat(request.getRequestId()).isEqualTo("req_1");
    assertThat(request.getUser()).isEqualTo("u");
    assertThat(request.getTags()).isEqualTo(Map.of("app", "x"));
    assertThat(request.getReceivedAt()).isEqualTo(AT.minusMillis(1500));
    assertThat(request.getAttempts()).isEqualTo(1);
    assertThat(request.getPromptHash()).isEqualTo("aa");
    assertThat(request.getAnswerHash()).isEqualTo("bb");
    assertThat(request.getDecisionHash()).isEqualTo("cc");
    assertThat(request.getFindings()).containsExactly("input:project-x");
    assertThat(request.getRedactions()).isEqualTo(Map.of("pii.email", 2));
    assertThat(request.getUsage().getOutputTokens()).isEqualTo(4);
    assertThat(request.getCostMicros()).isEqualTo(17);
    assertThat(request.getPath()).extracting(PathStep::getMessage).containsOnly("");
  }

  @Test
  void whatOperatorsDidStandsInTheSameChain() {
    end(ended("acme", "req_1"));
    bench.pipe(Topics.ACTIONS, "acme", bench.bytes(Topics.ACTIONS, action("acme")));

    List<KeyValue<String, AuditRecord>> trail = trail();

    assertThat(trail).extracting(link -> link.value.getSequence()).containsExactly(1L, 2L);
    assertThat(trail.getLast().value.getEntry()).isEqualTo(action("acme"));
    assertThat(verified(trail)).isEmpty();
  }

  @Test
  void noLinkStaysUnsignedForLong() {
    end(ended("acme", "req_1"));
    bench.pass(Duration.ofSeconds(30));
    assertThat(trail()).hasSize(1);

    bench.pass(Duration.ofSeconds(45));
    List<KeyValue<String, AuditRecord>> later = trail();
    bench.pass(Duration.ofMinutes(5));

    assertThat(later)
        .extracting(link -> link.value.getEntry())
        .hasOnlyElementsOfType(Checkpoint.class);
    assertThat(later).hasSize(1);
    assertThat(trail()).isEmpty();
  }

  @Test
  void attemptsAreNotEntries() {
    EventRecord end = ended("acme", "req_1");
    end(
        EventRecord.newBuilder(end)
            .setDetail(
                dev.strowger.records.Reservation.newBuilder()
                    .setCountedTokens(1)
                    .setInputTokens(1)
                    .setOutputTokens(1)
                    .setCostMicros(1)
                    .setTarget("openai/gpt-5")
                    .build())
            .build());

    assertThat(trail()).isEmpty();
    assertThat(bench.deadLetters()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSetAsideAndTheChainGoesOn() {
    bench.pipe(Topics.EVENTS, "acme", new byte[] {1, 2, 3});
    bench.pipe(Topics.EVENTS, "acme", null);
    bench.pipe(Topics.EVENTS, "beta", bench.bytes(Topics.EVENTS, ended("acme", "req_0")));
    end(ended("acme", "req_1"));

    assertThat(verified(trail())).isEmpty();
    assertThat(bench.deadLetters()).hasSize(3);
    assertThat(bench.deadLetters()).isEmpty();
  }

  @Test
  void withoutAKeyThereAreChainsWithoutCheckpoints() {
    try (Bench unsigned = new Bench()) {
      for (int i = 0; i < 150; i++) {
        EventRecord event = ended("acme", "req_" + i);
        unsigned.pipe(Topics.EVENTS, "acme", unsigned.bytes(Topics.EVENTS, event));
      }
      unsigned.pass(Duration.ofMinutes(10));

      List<KeyValue<String, AuditRecord>> trail = unsigned.records(Topics.AUDIT);

      assertThat(trail).hasSize(150);
      assertThat(verified(trail)).isEmpty();
    }
  }
}

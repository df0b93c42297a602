package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Attempt;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Retry;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import dev.strowger.records.Terminal;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from a call, and cannot be sealed. */
class UnsealedResultIT extends KmsRig {
  private static final int COST = 2_000;

  @Test
  void anAnswerThatCannotBeSealedIsNotGivenButBooked() throws Exception {
    ScriptedProvider one = provider("one", leaving(ScriptedProvider.answers()));
    startWorkers();

    log.route(sealed(Requests.routed(request().build(), step("one"))));

    endsWith(503, "keys_unavailable");
    assertThat(one.calls).hasValue(1);
    assertThat(costs()).containsExactly((long) COST);
  }

  @Test
  void aFailedCallIsBookedAlsoIfItsNextStepCannotBeSealed() throws Exception {
    provider("one", leaving(ScriptedProvider.fails(500, "server_error", "oops")));
    ScriptedProvider two = provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(sealed(Requests.routed(request().build(), once("one"), step("two"))));

    endsWith(503, "keys_unavailable");
    assertThat(log.attempts(id)).extracting(Attempt::getResult).containsExactly("provider_error");
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void aJudgedAnswerThatCannotBeSealedIsBookedWithItsJudge() throws Exception {
    provider("local", EscalationIT.says("Here it is."));
    provider("judge", leaving(EscalationIT.says("{\"grade\": 0.9}")));
    provider("paid", EscalationIT.says("never"));
    startWorkers();

    log.route(sealed(judged()));

    endsWith(503, "keys_unavailable");
    assertThat(costs()).containsExactly((long) COST, (long) COST);
  }

  @Test
  void noRivalStartsWhoseRecordCannotBeSealed() throws Exception {
    provider(
        "slow",
        exchange -> {
          kms.away(true);
          Log.await("the rival's tries", () -> kms.refused() >= Bodies.MOST_TRIES);
          kms.away(false);
          ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
        });
    ScriptedProvider fast = provider("fast", ScriptedProvider.answers());
    startWorkers();
    PlanStep hedged = PlanStep.newBuilder(once("slow")).setHedgeAfterMs(500).build();

    log.route(sealed(Requests.routed(request().build(), hedged, step("fast"))));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("slow"));
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("slow"));
    assertThat(fast.calls).hasValue(0);
  }

  @Test
  void theClientIsToldAtOnceAndItsEndIsClaimedWithTheAuditorsContents() throws Exception {
    provider("one", leaving(ScriptedProvider.answers()));
    startWorkers();
    RoutedRecord routed =
        Requests.planned(
            Requests.routed(request().build(), step("one")),
            plan -> plan.setAudit(new AuditTerms("full", "none")));

    log.route(sealed(routed));

    assertThat(failure(id).getCode()).isEqualTo("keys_unavailable");
    Log.await("tries for the auditors", () -> kms.refused() > Bodies.MOST_TRIES);
    assertThat(log.terminals(id)).isEmpty();
    kms.away(false);

    Terminal end = log.terminal(id);
    assertThat(end.getPromptHash()).isNotEmpty();
    assertThat(log.all(Topics.AUDIT_CONTENTS))
        .filteredOn(content -> content.getRequestId().equals(id))
        .singleElement()
        .satisfies(
            content -> assertThat(Sealing.isSealed(bytes(content.getBody().duplicate()))).isTrue());
  }

  /** The KMS goes away while the provider works. */
  private ScriptedProvider.Script leaving(ScriptedProvider.Script script) {
    return exchange -> {
      kms.away(true);
      script.answer(exchange);
    };
  }

  private List<Long> costs() {
    return log.attempts(id).stream().map(Attempt::getCostMicros).toList();
  }

  private PlanStep once(String name) {
    return PlanStep.newBuilder(step(name))
        .setRetry(Retry.newBuilder().setMaxAttempts(1).build())
        .build();
  }

  private RoutedRecord judged() {
    PlanStep judge =
        PlanStep.newBuilder(step("judge"))
            .setRole(StepRole.JUDGE)
            .setJudgeAtLeast(0.7)
            .setJudgeCriteria("It is true.")
            .build();
    return Requests.routed(request().build(), step("local"), judge, step("paid"));
  }

  private static byte[] bytes(java.nio.ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}

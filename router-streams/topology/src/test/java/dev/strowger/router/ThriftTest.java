package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.facts.CallFactsOf;
import dev.strowger.facts.DecisionRecordOf;
import dev.strowger.policy.Policy;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Thrift;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a credential may ask when its budget is spent, and which routes it may use at all. */
class ThriftTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void publish() {
    bench.policy.changed("active", Limited.policy());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aSpentBudgetLeavesWhatIsSelfHosted() {
    spend("chat", thrifty(new Thrift(true, null, null)));

    List<PlanStep> steps = bench.routed("ollama").getFirst().getPlan().getSteps();
    assertThat(steps).extracting(PlanStep::getProvider).containsExactly("ollama");
    DecisionRecord decision = bench.decisions().getLast();
    assertThat(decision.getThrift()).isEqualTo(new Thrift(true, null, null));
    assertThat(decision.getRules()).containsExactly("thrift");
    assertThat(decision.getCandidates().getFirst().getReason()).contains("rule thrift");
  }

  @Test
  void aReplayUnderThriftDecidesTheSame() {
    spend("chat", thrifty(new Thrift(false, 0L, 0L)));

    DecisionRecord decision = bench.decisions().getLast();
    Policy policy = bench.policy.get().orElseThrow().policy();
    DecisionRecord again =
        DecisionRecordOf.again(
            decision,
            policy.version(),
            policy.decide(CallFactsOf.decision(decision).orElseThrow()));
    assertThat(decision.getThrift()).isNotNull();
    assertThat(again).isEqualTo(decision);
  }

  @Test
  void wherePriceAllowsNobodyTheBudgetRefuses() {
    spend(Limited.MODEL, thrifty(new Thrift(true, null, null)));

    Failure failure = (Failure) bench.replies().getLast().getResult();
    assertThat(failure.getCode()).isEqualTo("insufficient_quota");
    assertThat(bench.routed("openai")).hasSize(1);
  }

  @Test
  void thriftDoesNotHelpAgainstOtherLimits() {
    Limits.Builder limits =
        Limits.newBuilder()
            .setMicrosPerDay(Limited.MICROS)
            .setRequestsPerMinute(1)
            .setThrift(new Thrift(true, null, null));
    spend("chat", Limited.tenant(limits));

    assertThat(bench.routed("ollama")).isEmpty();
    assertThat(((Failure) bench.replies().getLast().getResult()).getStatus()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({"chat, true", "ch*, true", "*, true", "direct, false", "cha, false"})
  void aCredentialUsesTheRoutesItMay(String allowed, boolean routed) {
    bench.ask(
        RequestRecord.newBuilder(Limited.request("r1", "chat"))
            .setAllowedRoutes(List.of("other", allowed))
            .build());

    assertThat(bench.routed("openai")).hasSize(routed ? 1 : 0);
    if (!routed) {
      Failure failure = (Failure) bench.replies().getFirst().getResult();
      assertThat(failure.getStatus()).isEqualTo(403);
      assertThat(failure.getCode()).isEqualTo("permission_denied");
      assertThat(failure.getMessage()).contains("\"chat\"");
    }
  }

  @Test
  void whoNamesAModelOfAProviderUsesTheRouteDirect() {
    bench.ask(
        RequestRecord.newBuilder(Limited.request("r1", Limited.MODEL))
            .setAllowedRoutes(List.of("direct"))
            .build());

    assertThat(bench.routed("openai")).hasSize(1);
  }

  private static ScopedLimits thrifty(Thrift thrift) {
    return Limited.team(Limits.newBuilder().setMicrosPerDay(Limited.MICROS).setThrift(thrift));
  }

  /** The first request takes all of the budget, the second is asked for by model. */
  private void spend(String model, ScopedLimits limits) {
    RequestRecord first = Limited.request("r1", Limited.MODEL, limits);
    bench.ask(first);
    bench.claim(Limited.attempt(first, 1, Samples.START));
    bench.claim(Limited.terminal(first, Outcome.ANSWERED, Samples.START));
    bench.ask(Limited.request("r2", model, limits));
  }
}

package dev.strowger.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Acceptance;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.Consistency;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.StepRole;
import dev.strowger.records.TokenFactor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private final Map<String, TokenFactor> factors = new HashMap<>();

  @Test
  void whatTheClientBoundsIsTakenAtItsBound() {
    Estimate estimate = of(facts(100, 50L, 2), step("dear", 1_000_000, 2_000_000));

    assertThat(estimate).isEqualTo(new Estimate(100, 100, 100, 300, "USD", "p/dear"));
  }

  @Test
  void anAnswerWithoutABoundIsAsOthersWereOnceTheyAreKnown() {
    assertThat(of(facts(10, null, 1), step("dear", 0, 0)).outputTokens()).isEqualTo(512);
    factors.put("p/dear", new TokenFactor(1.5, 99.5, 19L));
    assertThat(of(facts(10, null, 1), step("dear", 0, 0)).outputTokens()).isEqualTo(512);
    factors.put("p/dear", new TokenFactor(1.5, 99.5, 20L));

    Estimate estimate = of(facts(11, null, 1), step("dear", 0, 0));
    assertThat(estimate.outputTokens()).isEqualTo(100);
    assertThat(estimate.inputTokens()).isEqualTo(17);
    assertThat(estimate.countedTokens()).isEqualTo(11);
  }

  @Test
  void theDearestStepCounts() {
    Estimate estimate =
        of(
            facts(1, 1L, 1),
            step("cheap", 1_000_000, 0),
            step("dear", 9_000_000, 0),
            step("mid", 5_000_000, 0));

    assertThat(estimate.costMicros()).isEqualTo(9);
    assertThat(estimate.target()).isEqualTo("p/dear");
    assertThat(estimate.inputTokens()).isEqualTo(1);
  }

  @Test
  void bothLegsOfAHedgeArePaid() {
    PlanStep hedged = PlanStep.newBuilder(step("a", 5_000_000, 0)).setHedgeAfterMs(10).build();

    Estimate estimate = of(facts(1, 1L, 1), hedged, step("b", 3_000_000, 0));

    assertThat(estimate.costMicros()).isEqualTo(8);
    assertThat(estimate.inputTokens()).isEqualTo(2);
  }

  @Test
  void anAnswerThatMayNotBeGoodEnoughIsPaidBesideTheOneThatIs() {
    PlanStep tried =
        PlanStep.newBuilder(step("a", 1_000_000, 0))
            .setAccept(Acceptance.newBuilder().setConsistency(new Consistency(3, 0.6)).build())
            .build();
    PlanStep judge = PlanStep.newBuilder(step("j", 1_000_000, 0)).setRole(StepRole.JUDGE).build();

    Estimate estimate = of(facts(10, 5L, 1), tried, judge, step("b", 2_000_000, 0));

    // Three samples of 10, a judge who reads 10 and the answer of 5, and the next step at double.
    assertThat(estimate.costMicros()).isEqualTo(30 + 15 + 20);
  }

  @Test
  void aLookIntoTheCacheCostsNothing() {
    PlanStep cache = PlanStep.newBuilder(step("cache", 9, 9)).setRole(StepRole.CACHE).build();

    assertThat(of(facts(10, 5L, 1), cache).tokens()).isZero();
  }

  @Test
  void theDearestPriceThatMayHoldIsTaken() {
    PlanStep step =
        PlanStep.newBuilder(step("a", 0, 0))
            .setPrice(
                Price.newBuilder()
                    .setInputMicrosPerMillion(1_000_000)
                    .setOutputMicrosPerMillion(1_000_000)
                    .setCachedInputMicrosPerMillion(100_000)
                    .setCacheWriteMicrosPerMillion(1_250_000)
                    .setReasoningMicrosPerMillion(3_000_000L)
                    .setCallMicros(7)
                    .build())
            .build();

    assertThat(of(facts(100, 10L, 1), step).costMicros()).isEqualTo(125 + 30 + 7);
  }

  @Test
  void whateverAClientAsksForNothingOverflows() {
    PlanStep step = step("a", Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);

    Estimate estimate = of(facts(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE), step, step);

    assertThat(estimate.costMicros()).isEqualTo(PlanCost.MOST_MICROS);
    assertThat(estimate.tokens()).isEqualTo(2 * PlanCost.MOST_TOKENS);
  }

  private Estimate of(RequestFacts facts, PlanStep... steps) {
    Plan plan =
        Plan.newBuilder().setRoute("chat").setPolicyVersion("v").setSteps(List.of(steps)).build();
    return Estimate.of(request(facts), plan, Table.of(factors));
  }

  private static RequestFacts facts(long prompt, @Nullable Long most, int choices) {
    return RequestFacts.newBuilder()
        .setPromptTokens(prompt)
        .setMaxOutputTokens(most)
        .setChoices(choices)
        .build();
  }

  private static PlanStep step(String model, long input, long output) {
    return PlanStep.newBuilder()
        .setPool("p")
        .setProvider("p")
        .setModel(model)
        .setReason("test")
        .setPrice(
            Price.newBuilder()
                .setInputMicrosPerMillion(input)
                .setOutputMicrosPerMillion(output)
                .setCachedInputMicrosPerMillion(0)
                .setCacheWriteMicrosPerMillion(0)
                .build())
        .build();
  }

  private static RequestRecord request(RequestFacts facts) {
    return RequestRecord.newBuilder()
        .setRequestId("r1")
        .setTenant("bank")
        .setCredentialId("key-1")
        .setOperation("chat")
        .setModel("small")
        .setStream(false)
        .setReceivedAt(Told.NOON)
        .setReceivedAtUs(0)
        .setDeadline(Told.NOON)
        .setFacts(facts)
        .setReplyTo(new ReplyAddress("d", "t", "u"))
        .setBodyEncoding(BodyEncoding.IDENTITY)
        .setBody(ByteBuffer.allocate(0))
        .build();
  }
}

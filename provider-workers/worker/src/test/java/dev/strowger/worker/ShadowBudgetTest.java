package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.Usage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShadowBudgetTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private final ShadowBudget budget = new ShadowBudget();

  @Test
  void withoutBoundsNothingIsRefused() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(budget.refuse(copy("a", 0, 0), NOON)).isEmpty();
    }
  }

  @Test
  void callsOfAMinuteAreCountedForEachShadowApart() {
    assertThat(budget.refuse(copy("a", 2, 0), NOON)).isEmpty();
    assertThat(budget.refuse(copy("a", 2, 0), NOON)).isEmpty();
    assertThat(budget.refuse(copy("a", 2, 0), NOON)).isPresent();
    assertThat(budget.refuse(copy("b", 2, 0), NOON)).isEmpty();
  }

  @Test
  void theDaysMoneyCoversOnlyThatDay() {
    budget.spent(result("a", 600, NOON.minusSeconds(86_400)));
    assertThat(budget.refuse(copy("a", 0, 1_000), NOON)).isEmpty();
    budget.spent(result("a", 600, NOON));
    assertThat(budget.refuse(copy("a", 0, 1_000), NOON)).isEmpty();
    budget.spent(result("a", 600, NOON));
    assertThat(budget.refuse(copy("a", 0, 1_000), NOON)).isPresent();
    assertThat(budget.refuse(copy("b", 0, 1_000), NOON)).isEmpty();
    assertThat(budget.refuse(copy("a", 0, 1_000), NOON.plusSeconds(86_400))).isEmpty();
  }

  @Test
  void namesBeyondTheBoundShareOneBudget() {
    for (int i = 0; i < ShadowBudget.MAX_SHADOWS; i++) {
      budget.spent(result("s" + i, 1, NOON));
    }
    budget.spent(result("one too many", 5, NOON));

    assertThat(budget.refuse(copy("another", 0, 5), NOON)).isPresent();
    assertThat(budget.refuse(copy("s1", 0, 5), NOON)).isEmpty();
  }

  private static ShadowRecord copy(String name, int perMinute, long dailyMicros) {
    return ShadowRecord.newBuilder()
        .setRequest(Requests.request("r").build())
        .setShadow(name)
        .setRoute("chat")
        .setPolicyVersion("v")
        .setStep(Requests.step("try"))
        .setPerMinute(perMinute)
        .setDailyMicros(dailyMicros)
        .setAt(NOON)
        .build();
  }

  private static ShadowResult result(String name, long costMicros, Instant at) {
    return ShadowResult.newBuilder()
        .setRequestId("r")
        .setTenant("t")
        .setCredentialId("c")
        .setShadow(name)
        .setRoute("chat")
        .setPolicyVersion("v")
        .setAt(at)
        .setProvider("try")
        .setModel("m")
        .setResult("answered")
        .setUsage(Usage.newBuilder().build())
        .setCostMicros(costMicros)
        .build();
  }
}

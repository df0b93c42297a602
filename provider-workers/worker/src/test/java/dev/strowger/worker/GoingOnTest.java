package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Retry;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoingOnTest {
  private static final PlanStep ONE = Requests.step("one");
  private static final PlanStep TWO = Requests.step("two");

  private final Instant now = Instant.now();

  @Test
  void theNextStepGoesOn() {
    assertThat(GoingOn.after(delivery(0, List.of(ONE, TWO)), FailureKind.PROVIDER_ERROR, now))
        .hasValue(1);
    assertThat(GoingOn.after(delivery(0, List.of(ONE, TWO)), FailureKind.TIMEOUT, now)).hasValue(1);
  }

  @Test
  void theLastStepGoesOnItselfTwice() {
    for (int breaks = 0; breaks < 4; breaks++) {
      var next = GoingOn.after(delivery(breaks, List.of(ONE)), FailureKind.PROVIDER_ERROR, now);

      assertThat(next.isPresent()).as("%d breaks", breaks).isEqualTo(breaks < 2);
    }
  }

  @Test
  void aLastStepThatFellSilentIsNotAskedAgain() {
    assertThat(GoingOn.after(delivery(0, List.of(ONE)), FailureKind.TIMEOUT, now)).isEmpty();
  }

  @Test
  void aStepWithoutRetriesIsNotAskedAgain() {
    PlanStep once =
        PlanStep.newBuilder(ONE)
            .setRetry(Retry.newBuilder(ONE.getRetry()).setMaxAttempts(1).build())
            .build();

    assertThat(GoingOn.after(delivery(0, List.of(once)), FailureKind.PROVIDER_ERROR, now))
        .isEmpty();
  }

  @Test
  void whatThePlanDoesNotWantGoneOnWithEnds() {
    PlanStep unguarded = PlanStep.newBuilder(ONE).setRescue(false).build();
    PlanStep still = PlanStep.newBuilder(ONE).setAdvanceOn(List.of("rate_limited")).build();

    assertThat(GoingOn.after(delivery(0, List.of(unguarded, TWO)), FailureKind.TIMEOUT, now))
        .isEmpty();
    assertThat(GoingOn.after(delivery(0, List.of(still, TWO)), FailureKind.TIMEOUT, now)).isEmpty();
  }

  @Test
  void theBoundsOfThePlanHold() {
    Delivery all = delivery(11, List.of(ONE, TWO));
    Plan budget = Plan.newBuilder(all.routed().getPlan()).setBudgetMs(1000).build();
    Delivery late =
        Requests.delivery(
            new RoutedRecord(
                all.request(), budget, 0, new ArrayList<PathStep>(), false, false, null));

    assertThat(GoingOn.after(all, FailureKind.TIMEOUT, now)).isEmpty();
    assertThat(GoingOn.after(late, FailureKind.TIMEOUT, now)).hasValue(1);
    assertThat(GoingOn.after(late, FailureKind.TIMEOUT, now.plusSeconds(2))).isEmpty();
    assertThat(
            GoingOn.after(
                delivery(0, List.of(ONE, TWO)), FailureKind.TIMEOUT, now.plusSeconds(120)))
        .isEmpty();
  }

  @Test
  void onlyWhatBrokeOffIsUsedBefore() {
    List<PathStep> path =
        List.of(
            tried("500 down", new Usage(9L, 9L, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L)),
            tried("broke off: reset", new Usage(10L, 40L, 2L, 1L, 3L, true, 0L, 0L, 0L, 0L)),
            tried("broke off: reset", new Usage(50L, 10L, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L)));

    assertThat(BrokenPath.used(path))
        .isEqualTo(new dev.strowger.dialects.TokenUsage(60, 50, 2, 1, 3).asEstimate());
    assertThat(BrokenPath.breaks(path)).isEqualTo(2);
  }

  private static Delivery delivery(int breaks, List<PlanStep> steps) {
    List<PathStep> path =
        Stream.generate(() -> tried("broke off: reset", new Usage())).limit(breaks).toList();
    RoutedRecord routed =
        Requests.routed(Requests.request("r").build(), steps.toArray(new PlanStep[0]));
    return Requests.delivery(
        new RoutedRecord(routed.getRequest(), routed.getPlan(), 0, path, breaks > 0, false, null));
  }

  private static PathStep tried(String message, Usage usage) {
    return new PathStep("one", "model-of-one", "provider_error", message, 1L, usage, 0L);
  }
}

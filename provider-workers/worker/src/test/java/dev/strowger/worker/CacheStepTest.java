package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.Failure;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheStepTest {
  private static final PathStep MISS = CacheStep.path(atTheCache(), CacheStep.MISS, "", 12);
  private static final PathStep SILENT =
      CacheStep.path(atTheCache(), "unreachable", PassingOver.MESSAGE, 0);

  @Test
  void aLookIntoTheCacheIsNoCallAndHasNoNumber() {
    Delivery missed = atTheCache().with(MISS).with(SILENT);

    assertThat(missed.calls()).isZero();
    assertThat(missed.number()).isEqualTo(1);
    assertThat(missed.with(failed("rate_limited")).calls()).isEqualTo(1);
    assertThat(missed.with(failed("rate_limited")).number()).isEqualTo(2);
  }

  @Test
  void aMissDoesNotChangeWhatAClientIsToldOfFailures() {
    Fault limited = Fault.of(FailureKind.RATE_LIMITED, "slow down");
    for (String kind : List.of("rate_limited", "unsupported", "timeout", "unreachable")) {
      List<PathStep> tried = List.of(failed(kind));
      Failure without = Failures.exhausted(tried, limited, null);

      assertThat(Failures.exhausted(List.of(MISS, failed(kind)), limited, null)).isEqualTo(without);
      assertThat(Failures.exhausted(List.of(SILENT, failed(kind)), limited, null))
          .isEqualTo(without);
    }
  }

  @Test
  void aPlanWithNothingBehindTheCacheFailsInAWayThatMayPass() {
    Failure failure =
        Failures.exhausted(List.of(MISS), Fault.of(FailureKind.UNREACHABLE, "no target"), null);

    assertThat(failure.getStatus()).isEqualTo(503);
  }

  @Test
  void aCacheIsNeverTheNextStep() {
    Delivery first =
        Requests.delivery(
            Requests.routed(
                Requests.request("r").build(),
                Requests.step("one"),
                cache(),
                Requests.step("two")));

    assertThat(NextStep.after(first)).hasValue(2);
    assertThat(NextStep.after(atTheCache().with(MISS))).hasValue(1);
  }

  @Test
  void whoAnswersAfterALookSaysSo() {
    assertThat(CacheStep.word(atTheCache())).isEmpty();
    assertThat(CacheStep.word(with(CacheTerms.newBuilder().setTtlMs(1).build()))).isEqualTo("miss");
    assertThat(CacheStep.word(with(CacheTerms.newBuilder().setTtlMs(1).setRead(false).build())))
        .isEmpty();
  }

  private static Delivery with(CacheTerms terms) {
    RoutedRecord routed = atTheCache().routed();
    Plan plan = Plan.newBuilder(routed.getPlan()).setCache(terms).build();
    return Requests.delivery(RoutedRecord.newBuilder(routed).setPlan(plan).build());
  }

  private static Delivery atTheCache() {
    return Requests.delivery(
        Requests.routed(Requests.request("r").build(), cache(), Requests.step("one")));
  }

  private static PlanStep cache() {
    return PlanStep.newBuilder(Requests.step(CacheStep.NAME))
        .setModel(CacheStep.NAME)
        .setRole(StepRole.CACHE)
        .build();
  }

  private static PathStep failed(String kind) {
    return PathStep.newBuilder()
        .setProvider("one")
        .setModel("m")
        .setResult(kind)
        .setMessage("no")
        .setLatencyUs(5)
        .build();
  }
}

package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Acceptance;
import dev.strowger.records.Failure;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EscalatingTest {
  private static final RequestRecord REQUEST = Requests.request("r").build();
  private static final Instant NOW = REQUEST.getReceivedAt();

  @Test
  void anAnswerIsLookedAtWhereAnotherStepMayAnswerInstead() {
    assertThat(wanted(at(0, gated("a"), step("b")))).isTrue();
    assertThat(wanted(at(0, step("a"), judge("j"), step("b")))).isTrue();
    assertThat(wanted(at(0, step("a"), step("b")))).isFalse();
  }

  @Test
  void theLastStepThatAnswersIsNotLookedAtWhateverStandsBehindIt() {
    assertThat(wanted(at(1, step("a"), gated("b")))).isFalse();
    assertThat(wanted(at(1, step("a"), gated("b"), judge("j")))).isFalse();
    assertThat(at(1, step("a"), step("b"), judge("j")).last()).isTrue();
    assertThat(at(0, step("a"), judge("j"), step("b")).last()).isFalse();
  }

  @Test
  void norIsOneBehindWhichNoCallIsAllowed() {
    RoutedRecord routed = Requests.routed(REQUEST, gated("a"), step("b"));
    RoutedRecord bounded = Requests.planned(routed, plan -> plan.setMaxAttempts(1));
    assertThat(wanted(Requests.delivery(bounded))).isFalse();
    RoutedRecord brief = Requests.planned(routed, plan -> plan.setBudgetMs(1));
    assertThat(Escalating.wanted(Requests.delivery(brief), NOW.plusSeconds(1))).isFalse();
  }

  @Test
  void embeddingsAreNotLookedAt() {
    RequestRecord embeddings = Requests.request("r").setApi("embeddings").build();

    assertThat(wanted(Requests.delivery(Requests.routed(embeddings, gated("a"), step("b")))))
        .isFalse();
  }

  @Test
  void judgesAndCachesAreNoAnswers() {
    Delivery delivery = at(0, step("a"), judge("j"), step("b"));

    assertThat(NextStep.after(delivery)).isEqualTo(OptionalInt.of(2));
    assertThat(NextStep.after(at(0, step("a"), judge("j")))).isEmpty();
    assertThat(Escalating.judge(delivery)).isEqualTo(OptionalInt.of(1));
    assertThat(Escalating.judge(at(2, step("a"), judge("j"), step("b")))).isEmpty();
    assertThat(Escalating.judged(at(1, step("a"), judge("j"), step("b")))).contains(0);
    assertThat(Escalating.judged(at(0, judge("j"), step("b")))).isEqualTo(Optional.empty());
  }

  @Test
  void aStreamThatBrokeIsGoneOnWithBehindTheJudge() {
    assertThat(
            GoingOn.after(at(0, step("a"), judge("j"), step("b")), FailureKind.PROVIDER_ERROR, NOW))
        .isEqualTo(OptionalInt.of(2));
  }

  @Test
  void whatIsNotAcceptedMovesOnWhateverTheRouteAdvancesOnAndIsNotAskedAgain() {
    PlanStep strict = PlanStep.newBuilder(gated("a")).setAdvanceOn(List.of()).build();
    Delivery tried = at(0, strict, step("b")).with(path("a", "not_accepted"));
    Fault fault = Fault.of(FailureKind.NOT_ACCEPTED, "min_chars: 1 < 2");

    assertThat(NextMove.after(tried, fault, new Standing(1, NOW, Duration.ZERO, Optional.empty())))
        .isEqualTo(new NextMove.Advance(1));
  }

  @Test
  void whatWasNotAcceptedDoesNotHideThatTheOthersPass() {
    List<PathStep> path =
        List.of(path("a", "answered"), path("a", "not_accepted"), path("b", "rate_limited"));

    Failure failure = Failures.exhausted(path, Fault.of(FailureKind.RATE_LIMITED, "no"), null);

    assertThat(failure.getStatus()).isEqualTo(429);
    assertThat(failure.getMessage())
        .isEqualTo("no target of the route could answer: a/m: not_accepted; b/m: rate_limited");
  }

  @Test
  void theJudgedAnswerIsTheOneThatIsNotAccepted() {
    Delivery judging =
        at(1, step("a"), judge("j"), step("b"))
            .with(new PathStep("a", "model-of-a", "answered", "", 1L, null, 7L))
            .with(new PathStep("j", "model-of-j", "answered", "judge: 0 < 1", 1L, null, 1L));

    List<PathStep> path = judging.notAccepted("judge: 0 < 1").routed().getPath();

    assertThat(path).extracting(PathStep::getResult).containsExactly("not_accepted", "answered");
    assertThat(path.getFirst().getMessage()).isEqualTo("judge: 0 < 1");
    assertThat(path.getFirst().getCostMicros()).isEqualTo(7);
    assertThat(judging.routed().getPath().getFirst().getResult()).isEqualTo("answered");
  }

  private static boolean wanted(Delivery delivery) {
    return Escalating.wanted(delivery, NOW);
  }

  private static Delivery at(int step, PlanStep... steps) {
    return Requests.delivery(
        RoutedRecord.newBuilder(Requests.routed(REQUEST, steps)).setStep(step).build());
  }

  private static PathStep path(String provider, String result) {
    return new PathStep(provider, "m", result, "", 1L, null, 0L);
  }

  private static PlanStep step(String pool) {
    return Requests.step(pool);
  }

  private static PlanStep gated(String pool) {
    return PlanStep.newBuilder(step(pool)).setAccept(Acceptance.newBuilder().build()).build();
  }

  private static PlanStep judge(String pool) {
    return PlanStep.newBuilder(step(pool)).setRole(StepRole.JUDGE).build();
  }
}

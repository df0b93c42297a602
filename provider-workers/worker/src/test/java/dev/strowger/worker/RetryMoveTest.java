package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Retry;
import dev.strowger.records.RoutedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryMoveTest {
  private static final Duration BACKOFF = Duration.ofMillis(200);

  private final RequestRecord request = Requests.request("r").build();
  private final Instant start = request.getReceivedAt();
  private PlanStep first = Requests.step("first");
  private PlanStep second = Requests.step("second");
  private int maxAttempts = 12;
  private int budgetMs;

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "OVERLOADED", "UNREACHABLE", "PROVIDER_ERROR"})
  void asksTheSameTargetAgainAfterWhatMayPass(FailureKind kind) {
    assertThat(after(kind, 1)).isEqualTo(new NextMove.Retry(BACKOFF));
    assertThat(after(kind, 2)).isEqualTo(new NextMove.Retry(BACKOFF));
    assertThat(after(kind, 3)).isEqualTo(new NextMove.Advance(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "AUTHENTICATION", "NOT_FOUND", "UNSUPPORTED"})
  void leavesATargetAtOnceAfterWhatWillNot(FailureKind kind) {
    assertThat(after(kind, 1)).isEqualTo(new NextMove.Advance(1));
  }

  @Test
  void neverRepeatsATimeoutWhateverIsSet() {
    first = with(Retry.newBuilder().setOn(List.of("timeout", "context_length")).build());

    assertThat(after(FailureKind.TIMEOUT, 1)).isEqualTo(new NextMove.Advance(1));
  }

  @ParameterizedTest(name = "Retry-After {0} ms is {1}")
  @CsvSource({
    "0, 200",
    "150, 200",
    "201, 201",
    "2000, 2000",
    "5000, 5000",
    "5001, -1",
    "60000, -1"
  })
  void neverComesEarlierThanTheProviderAsks(long askedMs, long waitMs) {
    Fault fault = limited(askedMs);

    assertThat(NextMove.after(failed(fault, 1), fault, standing(1, Duration.ZERO)))
        .isEqualTo(
            waitMs < 0 ? new NextMove.Advance(1) : new NextMove.Retry(Duration.ofMillis(waitMs)));
  }

  @Test
  void doesNotBeginAWaitThatEndsAfterTheDeadline() {
    Fault fault = limited(3000);

    assertThat(NextMove.after(failed(fault, 1), fault, standing(1, Duration.ofSeconds(57))))
        .isEqualTo(new NextMove.Advance(1));
    assertThat(NextMove.after(failed(fault, 1), fault, standing(1, Duration.ofMillis(56_999))))
        .isEqualTo(new NextMove.Retry(Duration.ofSeconds(3)));
  }

  @Test
  void staysWithinThePlansBudgetOfTime() {
    budgetMs = 2000;
    Fault fault = limited(1500);

    assertThat(NextMove.after(failed(fault, 1), fault, standing(1, Duration.ofMillis(400))))
        .isEqualTo(new NextMove.Retry(Duration.ofMillis(1500)));
    assertThat(NextMove.after(failed(fault, 1), fault, standing(1, Duration.ofMillis(600))))
        .isEqualTo(new NextMove.Advance(1));
    assertThat(NextMove.after(failed(fault, 1), fault, standing(1, Duration.ofSeconds(2))))
        .isInstanceOf(NextMove.Fail.class);
  }

  @Test
  void staysWithinThePlansBudgetOfCalls() {
    maxAttempts = 2;

    assertThat(after(FailureKind.OVERLOADED, 1)).isInstanceOf(NextMove.Retry.class);
    NextMove move = after(FailureKind.OVERLOADED, 2);
    assertThat(move).isInstanceOf(NextMove.Fail.class);
    assertThat(((NextMove.Fail) move).failure().getStatus()).isEqualTo(503);
    assertThat(((NextMove.Fail) move).failure().getMessage())
        .isEqualTo(
            "no target of the route could answer: first/model-of-first: overloaded ×2 (busy)");
  }

  @Test
  void targetsThatWerePassedOverAreNotCounted() {
    maxAttempts = 2;
    Refusal refusal = new Refusal(FailureKind.OVERLOADED, "its calls failed", Optional.empty());
    Delivery passed = delivery().with(refusal.passedOver(first));
    Delivery failed = passed.with(call(first, "overloaded"));

    assertThat(failed.calls()).isEqualTo(1);
    assertThat(
            NextMove.after(
                failed, Fault.of(FailureKind.OVERLOADED, "busy"), standing(1, Duration.ZERO)))
        .isInstanceOf(NextMove.Retry.class);
  }

  @Test
  void onlyWhatIsListedMovesThePlanOn() {
    first =
        PlanStep.newBuilder(first).setAdvanceOn(List.of("content_filter", "bad_request")).build();

    assertThat(after(FailureKind.CONTENT_FILTER, 1)).isEqualTo(new NextMove.Advance(1));
    assertThat(after(FailureKind.BAD_REQUEST, 1)).isEqualTo(new NextMove.Advance(1));
    assertThat(after(FailureKind.OVERLOADED, 3)).isInstanceOf(NextMove.Fail.class);
    assertThat(after(FailureKind.CONTEXT_LENGTH, 1)).isInstanceOf(NextMove.Fail.class);
  }

  @ParameterizedTest(name = "from {0} to {1} or {2}: {3}")
  @CsvSource(
      value = {
        "8000, 8000, 32000, 2",
        "8000, 4000, null, 2",
        "8000, null, 32000, 2",
        "8000, 16000, 32000, 1",
        "null, 4000, null, 1",
        "8000, 8000, 4000, -1",
      },
      nullValues = "null")
  void aPromptThatIsTooLongGoesToALargerModel(
      @Nullable Long window, @Nullable Long one, @Nullable Long two, int step) {
    first = PlanStep.newBuilder(first).setContextWindow(window).build();
    second = PlanStep.newBuilder(second).setContextWindow(one).build();
    PlanStep third = PlanStep.newBuilder(Requests.step("third")).setContextWindow(two).build();
    Delivery failed = delivery(first, second, third).with(call(first, "context_length"));

    NextMove move =
        NextMove.after(
            failed, Fault.of(FailureKind.CONTEXT_LENGTH, "too long"), standing(1, Duration.ZERO));

    if (step >= 0) {
      assertThat(move).isEqualTo(new NextMove.Advance(step));
    } else {
      assertThat(((NextMove.Fail) move).failure().getCode()).isEqualTo("context_length_exceeded");
      assertThat(((NextMove.Fail) move).failure().getStatus()).isEqualTo(400);
    }
  }

  @Test
  void aModelThatWasTooSmallIsNeverAskedAgain() {
    PlanStep same =
        PlanStep.newBuilder(Requests.step("elsewhere"))
            .setModel(first.getModel())
            .setContextWindow(900_000L)
            .build();
    Delivery failed = delivery(first, same).with(call(first, "context_length"));

    assertThat(NextStep.after(failed)).isEmpty();
  }

  @Test
  void smallerModelsStayLeftOutWhenTheLargerOneFails() {
    first = PlanStep.newBuilder(first).setContextWindow(8_000L).build();
    second = PlanStep.newBuilder(second).setContextWindow(32_000L).build();
    PlanStep small = PlanStep.newBuilder(Requests.step("small")).setContextWindow(4_000L).build();
    PlanStep large = PlanStep.newBuilder(Requests.step("large")).setContextWindow(64_000L).build();
    RoutedRecord at =
        delivery(first, second, small, large).with(call(first, "context_length")).at(1, false);
    Delivery failed = Requests.delivery(at).with(call(second, "timeout"));

    assertThat(NextStep.after(failed)).hasValue(3);
  }

  private NextMove after(FailureKind kind, int calls) {
    Fault fault = Fault.of(kind, "busy");
    return NextMove.after(failed(fault, calls), fault, standing(calls, Duration.ZERO));
  }

  private Delivery failed(Fault fault, int calls) {
    Delivery delivery = delivery();
    for (int i = 0; i < calls; i++) {
      delivery = delivery.with(call(first, fault.kind().label()));
    }
    return delivery;
  }

  private Delivery delivery() {
    return delivery(first, second);
  }

  private Delivery delivery(PlanStep... steps) {
    Plan plan =
        Plan.newBuilder(Requests.routed(request, steps).getPlan())
            .setMaxAttempts(maxAttempts)
            .setBudgetMs(budgetMs)
            .build();
    return Requests.delivery(new RoutedRecord(request, plan, 0, List.of(), false, false, null));
  }

  private static PathStep call(PlanStep step, String result) {
    return new PathStep(step.getProvider(), step.getModel(), result, "busy", 1L, null, 0L);
  }

  private Standing standing(int calls, Duration sinceReceipt) {
    return new Standing(calls, start.plus(sinceReceipt), BACKOFF, Optional.empty());
  }

  private PlanStep with(Retry retry) {
    return PlanStep.newBuilder(first).setRetry(retry).build();
  }

  private static Fault limited(long askedMs) {
    return new Fault(
        FailureKind.RATE_LIMITED,
        429,
        "busy",
        Optional.empty(),
        Optional.of(Duration.ofMillis(askedMs)));
  }
}

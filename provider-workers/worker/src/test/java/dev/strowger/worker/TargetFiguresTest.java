package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.TargetStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetFiguresTest {
  private final MovedClock clock = new MovedClock(Instant.EPOCH);
  private final TargetFigures figures = new TargetFigures(clock.time(), "worker-1");

  @Test
  void saysNothingOfTargetsThatWereNotCalled() {
    assertThat(figures.told()).isEmpty();
  }

  @Test
  void tellsCallsUntilTheyAreAMinuteOldThenOnceThatThereAreNone() {
    call("one", answered());

    clock.pass(Duration.ofSeconds(50));
    assertThat(only().getCalls()).isEqualTo(1);
    assertThat(only().getInFlight()).isZero();
    assertThat(only().getInstance()).isEqualTo("worker-1");
    clock.pass(Duration.ofSeconds(12));
    assertThat(only().getCalls()).isZero();
    assertThat(figures.told()).isEmpty();
  }

  @Test
  void aCallUnderWayKeepsItsTargetFromBeingIdle() {
    figures.began(Requests.step("one"));
    clock.pass(Duration.ofMinutes(5));

    assertThat(only().getInFlight()).isEqualTo(1);
    assertThat(only().getInFlight()).isEqualTo(1);
    figures.left(Requests.step("one"));
    assertThat(only().getInFlight()).isZero();
    assertThat(figures.told()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1} failures of {2} calls")
  @CsvSource({
    "PROVIDER_ERROR, 1, 1",
    "TIMEOUT, 1, 1",
    "RATE_LIMITED, 1, 1",
    "AUTHENTICATION, 1, 1",
    "BAD_REQUEST, 0, 0",
    "CONTEXT_LENGTH, 0, 0",
    "CANCELLED, 0, 0",
  })
  void onlyATargetsOwnFaultsCountAgainstIt(FailureKind kind, long failures, long calls) {
    call("one", new CallOutcome.Faulted(Fault.of(kind, "no"), TokenUsage.NONE));

    assertThat(only().getFailures()).isEqualTo(failures);
    figures.began(Requests.step("one"));
    assertThat(only().getCalls()).isEqualTo(calls);
  }

  @Test
  void whatWasNotAcceptedIsCounted() {
    call("one", answered());
    figures.notAccepted(Requests.step("one"));

    assertThat(only().getNotAccepted()).isEqualTo(1);
    assertThat(only().getFailures()).isZero();
  }

  @Test
  void remembersSoManyTargetsAndForgetsTheOneNotUsedForLongest() {
    for (int i = 0; i <= TargetFigures.MAX_TARGETS; i++) {
      call("target-" + i, answered());
    }

    assertThat(figures.told())
        .hasSize(TargetFigures.MAX_TARGETS)
        .extracting(TargetStats::getProvider)
        .doesNotContain("target-0");
  }

  @Test
  void meansLeanTowardsTheLastCalls() {
    TargetWindow window = new TargetWindow(0);

    window.answered(new TargetWindow.Answered(100_000, OptionalLong.of(20_000), 8));
    assertThat(window.latencyMs()).isEqualTo(100);
    assertThat(window.firstTokenMs()).isEqualTo(20);
    assertThat(window.tokensPerSecond()).isEqualTo(100);
    window.answered(new TargetWindow.Answered(200_000, OptionalLong.empty(), 0));
    assertThat(window.latencyMs()).isCloseTo(120, within(0.001));
    assertThat(window.firstTokenMs()).isEqualTo(20);
    assertThat(window.tokensPerSecond()).isEqualTo(100);
  }

  @Test
  void theSlowestTwentiethIsForgottenAfterTheWindow() {
    TargetWindow window = new TargetWindow(0);
    for (int i = 0; i < 90; i++) {
      window.answered(new TargetWindow.Answered(10_000, OptionalLong.empty(), 1));
    }
    for (int i = 0; i < 10; i++) {
      window.answered(new TargetWindow.Answered(5_000_000, OptionalLong.empty(), 1));
    }

    assertThat(window.p95Ms()).isCloseTo(5_000, within(100.0));
    window.moveTo(Duration.ofSeconds(29).toNanos());
    assertThat(window.p95Ms()).isCloseTo(5_000, within(100.0));
    window.moveTo(Duration.ofHours(29).toNanos());
    assertThat(window.p95Ms()).isZero();
    assertThat(window.idle()).isTrue();
  }

  private void call(String provider, CallOutcome outcome) {
    Delivery delivery =
        Requests.delivery(Requests.routed(Requests.request("r").build(), Requests.step(provider)));
    figures.began(delivery.step());
    figures.ended(
        new Attempted(
            delivery,
            new Stopwatch(clock.time()),
            outcome,
            Cost.of(TokenUsage.NONE, delivery.step().getPrice()),
            false));
  }

  private static CallOutcome answered() {
    return new CallOutcome.Answered(new byte[0], "stop", TokenUsage.NONE, List.of());
  }

  private TargetStats only() {
    List<TargetStats> told = figures.told();
    assertThat(told).hasSize(1);
    return told.getFirst();
  }
}

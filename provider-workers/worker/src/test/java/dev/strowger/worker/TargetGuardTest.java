package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Breaker;
import dev.strowger.records.Ceiling;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TargetGuardTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Verdict FAILING = new Verdict.Failing(FailureKind.OVERLOADED);
  private static final Verdict WELL = new Verdict.Well();

  private final MovedClock clock = new MovedClock(START);
  private TargetGuard guard = guard(Ceiling.newBuilder().build());

  @Test
  void leavesATargetAloneWhenHalfOfItsCallsFail() {
    assertThat(calls(FAILING, 4)).isEmpty();

    assertThat(calls(FAILING, 1))
        .containsExactly(
            TargetState.down(
                START.plusSeconds(5),
                FailureKind.OVERLOADED,
                "its calls failed, the last one as overloaded"));
    assertThat(refused().until()).contains(START.plusSeconds(5));
    assertThat(guard.level()).isEqualTo(2);
  }

  @Test
  void aTargetThatIsNeverToBeLeftAloneIsAlwaysCalled() {
    TargetGuard.Settings settings =
        new TargetGuard.Settings(
            Breaker.newBuilder().setOpenMs(0).build(), Ceiling.newBuilder().build());
    guard = new TargetGuard("openai/gpt", settings, clock.time());

    assertThat(calls(FAILING, 30)).isEmpty();
    assertThat(calls(new Verdict.Limited(Optional.of(Duration.ofSeconds(7))), 1)).isEmpty();
    assertThat(calls(new Verdict.KeyRefused(), 1)).isEmpty();

    permit();
    assertThat(guard.downUntil()).isNull();
  }

  @Test
  void aTargetThatMostlyAnswersIsCalled() {
    calls(WELL, 12);

    assertThat(calls(FAILING, 8)).isEmpty();
    assertThat(guard.enter()).isInstanceOf(TargetGuard.Entry.Permit.class);
  }

  @Test
  void oneCallTriesATargetThatWasDownAndItsSuccessIsToldToAll() {
    calls(FAILING, 5);
    clock.pass(Duration.ofMillis(5001));

    TargetGuard.Entry.Permit probe = permit();
    assertThat(probe.probe()).isTrue();
    assertThat(refused().why()).endsWith("another request tries it");
    assertThat(refused().until()).isEmpty();

    assertThat(guard.leave(probe, WELL)).contains(TargetState.well());
    assertThat(guard.level()).isEqualTo(0);
    permit();
    permit();
  }

  @Test
  void eachProbeThatFailsDoublesTheTimeUpToItsBound() {
    calls(FAILING, 5);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clock.pass(Duration.ofSeconds(21));
      TargetState state = guard.leave(permit(), FAILING).orElseThrow();
      waits.add(Duration.between(clock.instant(), state.until().orElseThrow()).toSeconds());
    }

    assertThat(waits).containsExactly(10L, 20L, 20L, 20L);
  }

  @Test
  void aProbeThatFoundNothingOutLetsAnotherOneTry() {
    calls(FAILING, 5);
    clock.pass(Duration.ofSeconds(6));

    guard.leave(permit(), new Verdict.Unknown());

    assertThat(permit().probe()).isTrue();
  }

  @Test
  void callsThatBeganBeforeSayNothingAboutATargetThatWentDown() {
    TargetGuard.Entry.Permit old = permit();
    calls(FAILING, 5);
    clock.pass(Duration.ofSeconds(6));
    TargetGuard.Entry.Permit probe = permit();

    assertThat(guard.leave(old, WELL)).isEmpty();
    assertThat(guard.level()).isEqualTo(1);
    assertThat(guard.leave(probe, FAILING)).isPresent();
  }

  @Test
  void coolsAsLongAsTheProviderAsksButNoLongerThanAnHour() {
    Verdict limited = new Verdict.Limited(Optional.of(Duration.ofSeconds(30)));
    assertThat(guard.leave(permit(), limited).orElseThrow().until())
        .contains(START.plusSeconds(30));
    assertThat(refused().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    clock.pass(Duration.ofSeconds(31));

    Optional<TargetState> state =
        guard.leave(permit(), new Verdict.Limited(Optional.of(Duration.ofDays(1))));

    assertThat(state.orElseThrow().until()).contains(clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void aShortPauseIsKeptHereAndNotTold() {
    TargetGuard.Entry.Permit permit = permit();

    assertThat(guard.leave(permit, new Verdict.Limited(Optional.of(Duration.ofMillis(400)))))
        .isEmpty();

    assertThat(refused().until()).contains(START.plusMillis(400));
    clock.pass(Duration.ofMillis(401));
    assertThat(guard.leave(permit(), WELL)).isEmpty();
  }

  @Test
  void aLimitWithoutATimeDoesNotCool() {
    assertThat(guard.leave(permit(), new Verdict.Limited(Optional.empty()))).isEmpty();
    permit();
  }

  @Test
  void aRefusedKeyIsAnAlarmOncePerChange() {
    TargetState first = guard.leave(permit(), new Verdict.KeyRefused()).orElseThrow();
    assertThat(first.alarm()).isTrue();
    assertThat(first.until()).contains(START.plusSeconds(30));
    clock.pass(Duration.ofSeconds(31));

    assertThat(guard.leave(permit(), new Verdict.KeyRefused()).orElseThrow().alarm()).isFalse();

    clock.pass(Duration.ofSeconds(31));
    guard.leave(permit(), WELL);
    assertThat(guard.leave(permit(), new Verdict.KeyRefused()).orElseThrow().alarm()).isTrue();
  }

  @Test
  void believesAnotherProcessThatATargetIsDownAndThatItIsWell() {
    guard.told(tale(HealthState.DOWN, START, START.plusSeconds(8)));

    assertThat(refused().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(refused().why()).isEqualTo("the provider asked for a pause");
    guard.told(tale(HealthState.UP, START.plusSeconds(1), null));
    assertThat(permit().probe()).isFalse();
  }

  @Test
  void doesNotBelieveThatATargetWasWellBeforeItWentDown() {
    calls(FAILING, 5);

    guard.told(tale(HealthState.UP, START.minusSeconds(1), null));

    assertThat(refused().until()).contains(START.plusSeconds(5));
  }

  @Test
  void isNotToldOfTheTimeThatIsOver() {
    guard.told(tale(HealthState.DOWN, START.minusSeconds(9), START.minusSeconds(1)));

    permit();
  }

  @Test
  void whatTriesATargetThatAnotherProcessToldOfTellsAllOfItsSuccess() {
    guard.told(tale(HealthState.DOWN, START, START.plusSeconds(8)));
    clock.pass(Duration.ofSeconds(9));

    assertThat(guard.leave(permit(), WELL)).contains(TargetState.well());
  }

  @Test
  void noMoreCallsAtOnceThanTheCeiling() {
    guard = guard(Ceiling.newBuilder().setConcurrent(2).build());
    TargetGuard.Entry.Permit one = permit();
    permit();

    assertThat(refused().kind()).isEqualTo(FailureKind.OVERLOADED);

    guard.leave(one, WELL);
    permit();
  }

  @Test
  void noMoreCallsInASecondThanTheCeiling() {
    guard = guard(Ceiling.newBuilder().setPerSecond(3).build());
    List<FailureKind> refusals = new ArrayList<>();
    // Two seconds' worth and one more: a second may end in between.
    for (int i = 0; i < 7; i++) {
      if (guard.enter() instanceof TargetGuard.Entry.Refused(Refusal refusal)) {
        refusals.add(refusal.kind());
      }
    }

    assertThat(refusals).isNotEmpty().containsOnly(FailureKind.RATE_LIMITED);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void whatCountsAgainstATarget(FailureKind kind) {
    CallOutcome outcome =
        Upstream.failed(
            new dev.strowger.dialects.Fault(kind, 400, "", Optional.empty(), Optional.empty()));

    Verdict verdict = Verdict.of(outcome, true);

    assertThat(verdict.getClass().getSimpleName())
        .isEqualTo(
            switch (kind) {
              case OVERLOADED, UNREACHABLE, TIMEOUT, PROVIDER_ERROR -> "Failing";
              case RATE_LIMITED -> "Limited";
              case AUTHENTICATION -> "KeyRefused";
              case CONTEXT_LENGTH,
                  CONTENT_FILTER,
                  NOT_FOUND,
                  BAD_REQUEST,
                  UNSUPPORTED,
                  NOT_ACCEPTED ->
                  "Well";
              case CANCELLED -> "Unknown";
            });
  }

  @Test
  void aClientInAHurryIsNoFaultOfTheTarget() {
    CallOutcome late = Upstream.failed(dev.strowger.dialects.Fault.of(FailureKind.TIMEOUT, "late"));

    assertThat(Verdict.of(late, false)).isEqualTo(new Verdict.Unknown());
  }

  private TargetGuard guard(Ceiling ceiling) {
    return new TargetGuard(
        "openai/gpt",
        new TargetGuard.Settings(Breaker.newBuilder().build(), ceiling),
        clock.time());
  }

  private List<TargetState> calls(Verdict verdict, int times) {
    List<TargetState> told = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      guard.leave(permit(), verdict).ifPresent(told::add);
    }
    return told;
  }

  private TargetGuard.Entry.Permit permit() {
    TargetGuard.Entry entry = guard.enter();
    assertThat(entry).isInstanceOf(TargetGuard.Entry.Permit.class);
    return (TargetGuard.Entry.Permit) entry;
  }

  private Refusal refused() {
    TargetGuard.Entry entry = guard.enter();
    assertThat(entry).isInstanceOf(TargetGuard.Entry.Refused.class);
    return ((TargetGuard.Entry.Refused) entry).refusal();
  }

  private static ProviderHealth tale(
      HealthState state, Instant at, @org.jspecify.annotations.Nullable Instant until) {
    return new ProviderHealth(
        "openai",
        "openai",
        state,
        false,
        at,
        "rate_limited: the provider asked for a pause",
        "gpt",
        "other",
        until);
  }
}

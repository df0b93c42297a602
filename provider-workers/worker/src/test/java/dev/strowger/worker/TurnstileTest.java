package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Ceiling;
import dev.strowger.records.HealthState;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.RequestRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final Verdict FAILING = new Verdict.Failing(FailureKind.OVERLOADED);

  private final RequestRecord request = Requests.request("r").build();
  private final MovedClock clock = new MovedClock(request.getReceivedAt());
  private final List<ProviderHealth> told = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Guards guards =
      new Guards(
          clock.time(),
          new TargetHealth("me", Map.of("one", "openai"), Map.of()),
          told::add,
          new TargetMetrics(meters));
  private final Turnstile turnstile = new Turnstile(2, guards, clock, clock.time());
  private final CancelToken token = new CancelToken(0, false);
  private final PlanStep one = Requests.step("one");
  private final PlanStep two = Requests.step("two");

  @Test
  void passesOverATargetThatIsDownWithoutAWaitIfAnotherOneFollows() throws Exception {
    breaks(one);

    assertThat(turnstile.enter(delivery(one, two), 0, token))
        .isInstanceOf(TargetGuard.Entry.Refused.class);
    assertThat(clock.rests).isEmpty();
  }

  @Test
  void aChangeThatCannotBeToldOnIsNoFaultOfTheCall() {
    Guards mute =
        new Guards(
            clock.time(),
            new TargetHealth("me", Map.of("one", "openai"), Map.of()),
            tale -> {
              throw new IllegalStateException("the log is closed");
            },
            new TargetMetrics(meters));

    for (int i = 0; i < 20; i++) {
      if (mute.enter(one) instanceof TargetGuard.Entry.Permit permit) {
        mute.leave(one, permit, FAILING);
      }
    }

    assertThat(mute.down(one)).isTrue();
  }

  @Test
  void waitsToTryTheLastTargetIfItsTimeIsSoonOver() throws Exception {
    breaks(one);
    clock.pass(Duration.ofSeconds(2));

    assertThat(turnstile.enter(delivery(one), 0, token))
        .isInstanceOf(TargetGuard.Entry.Permit.class);
    assertThat(clock.rests).containsExactly(Duration.ofMillis(3001));
  }

  @Test
  void doesNotWaitForTheLastTargetIfThatTakesTooLong() throws Exception {
    breaks(one);
    PlanStep impatient =
        PlanStep.newBuilder(one)
            .setRetry(dev.strowger.records.Retry.newBuilder().setMaxRetryAfterMs(1000).build())
            .build();

    assertThat(turnstile.enter(delivery(impatient), 0, token))
        .isInstanceOf(TargetGuard.Entry.Refused.class);
    assertThat(clock.rests).isEmpty();
    assertThat(guards.soonest(delivery(one).routed().getPlan()))
        .contains(request.getReceivedAt().plusSeconds(5));
  }

  @Test
  void waitsForAPlaceAtTheLastTargetNoLongerThanForARetry() throws Exception {
    PlanStep narrow =
        PlanStep.newBuilder(one).setCeiling(Ceiling.newBuilder().setConcurrent(1).build()).build();
    assertThat(turnstile.enter(delivery(narrow), 0, token))
        .isInstanceOf(TargetGuard.Entry.Permit.class);

    assertThat(turnstile.enter(delivery(narrow), 0, token))
        .isInstanceOf(TargetGuard.Entry.Refused.class);
    assertThat(clock.rests).hasSize(100).containsOnly(Patience.LOOK);
  }

  @Test
  void doesNotWaitForWhomNobodyWaits() throws Exception {
    breaks(one);
    clock.pass(Duration.ofSeconds(2));
    token.cancel();

    assertThat(turnstile.enter(delivery(one), 0, token))
        .isInstanceOf(TargetGuard.Entry.Refused.class);
  }

  @Test
  void aRequestThatWasToldToComeBackWaitsOutWhatClocksDifferBy() throws Exception {
    TargetGuard.Entry.Permit permit = (TargetGuard.Entry.Permit) guards.enter(one);
    guards.leave(one, permit, new Verdict.Limited(Optional.of(Duration.ofSeconds(2))));
    clock.pass(Duration.ofMillis(1990));

    assertThat(turnstile.enter(delivery(one, two), 1, token))
        .isInstanceOf(TargetGuard.Entry.Permit.class);
  }

  @Test
  void tellsTheOthersWhatItFoundOutAndCountsIt() {
    breaks(one);

    assertThat(told).hasSize(1);
    ProviderHealth tale = told.getFirst();
    assertThat(tale.getState()).isEqualTo(HealthState.DOWN);
    assertThat(tale.getInstance()).isEqualTo("me");
    assertThat(tale.getUntil()).isEqualTo(request.getReceivedAt().plusSeconds(5));
    assertThat(meters.get("strowger.target.state").gauge().value()).isEqualTo(2);
    assertThat(meters.get("strowger.target.down").counter().count()).isEqualTo(1);
  }

  @Test
  void hearsOthersAndNotItselfAndNothingTwice() {
    ProviderHealth tale = tale("other", 0, 9);
    HealthFollower.heard(tale("me", 0, 30), "me", guards::told);
    assertThat(guards.enter(one)).isInstanceOf(TargetGuard.Entry.Permit.class);

    HealthFollower.heard(tale, "me", guards::told);
    HealthFollower.heard(tale("late", -5, 40), "me", guards::told);

    assertThat(guards.enter(one)).isInstanceOf(TargetGuard.Entry.Refused.class);
    assertThat(guards.soonest(delivery(one).routed().getPlan()))
        .contains(request.getReceivedAt().plusSeconds(9));
    assertThat(told).isEmpty();
  }

  @Test
  void routesThatGuardATargetInOtherWaysLearnOfEachOther() {
    PlanStep other =
        PlanStep.newBuilder(one).setCeiling(Ceiling.newBuilder().setConcurrent(9).build()).build();
    guards.enter(other);

    breaks(one);

    assertThat(guards.enter(other)).isInstanceOf(TargetGuard.Entry.Refused.class);
    assertThat(told).hasSize(1);
  }

  @Test
  void aLimitThatIsHitAgainAndAgainCoolsTheTarget() {
    guards.limited(one);

    assertThat(guards.enter(one)).isInstanceOf(TargetGuard.Entry.Refused.class);
    assertThat(told.getFirst().getReason())
        .isEqualTo("rate_limited: the provider refused calls again and again");
  }

  private void breaks(PlanStep step) {
    for (int i = 0; i < 5; i++) {
      guards.leave(step, (TargetGuard.Entry.Permit) guards.enter(step), FAILING);
    }
  }

  private Delivery delivery(PlanStep... steps) {
    return Requests.delivery(Requests.routed(request, steps));
  }

  private ProviderHealth tale(String instance, int atSeconds, int untilSeconds) {
    return new ProviderHealth(
        "one",
        "openai",
        HealthState.DOWN,
        false,
        request.getReceivedAt().plusSeconds(atSeconds),
        "overloaded: its calls failed",
        one.getModel(),
        instance,
        request.getReceivedAt().plusSeconds(untilSeconds));
  }
}

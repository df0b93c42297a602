package dev.strowger.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Outcome;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BalancesTest {
  private final List<EventRecord> events = new ArrayList<>();

  @Test
  void aReservationIsHeldByTenantTeamAndCredential() {
    events.add(Told.event("r1", Told.NOON, Told.hold(100, 50, 7)));

    assertThat(Rebuild.of(events))
        .containsOnlyKeys("credential/key-1", "team/bank/loans", "tenant/bank");
    for (Balance balance : Rebuild.of(events).values()) {
      assertThat(balance.getOpenRequests()).isEqualTo(1);
      assertThat(balance.getOpenTokens()).isEqualTo(150);
      assertThat(balance.getOpenMicros()).isEqualTo(7);
      assertThat(balance.getMinute()).containsExactly(new Slot(Told.NOON.getEpochSecond(), 1L, 0L));
      assertThat(balance.getMonths()).isEmpty();
    }
  }

  @Test
  void theTerminalGivesBackWhatWasHeldAndWhatWasUsedStays() {
    events.add(Told.event("r1", Told.NOON, Told.hold(100, 50, 7)));
    events.add(Told.event("r1", Told.NOON, Told.attempt(90, 10, 3, "USD")));
    events.add(Told.event("r1", Told.NOON, Told.end(Outcome.ANSWERED)));

    Balance balance = tenant();
    assertThat(balance.getOpenRequests()).isZero();
    assertThat(balance.getOpenTokens()).isZero();
    assertThat(balance.getOpenMicros()).isZero();
    assertThat(balance.getDayTokens()).isEqualTo(100);
    assertThat(balance.getDayMicros()).isEqualTo(3);
    assertThat(balance.getMinute()).containsExactly(new Slot(Told.NOON.getEpochSecond(), 1L, 100L));
    assertThat(balance.getMonths())
        .containsExactly(new MonthTotal(202603, 1L, 1L, 90L, 10L, Map.of("USD", 3L)));
  }

  @Test
  void anAttemptToldAfterTheEndIsPaidAllTheSame() {
    events.addAll(Told.answered("r1", Told.NOON, 10, 5));
    events.add(Told.event("r1", Told.NOON, Told.attempt(10, 0, 5, "USD")));

    assertThat(tenant().getDayMicros()).isEqualTo(10);
    assertThat(tenant().getOpenRequests()).isZero();
    assertThat(tenant().getMonths().getFirst().getAttempts()).isEqualTo(2);
  }

  @Test
  void whatWasRefusedHasUsedNothing() {
    events.add(Told.event("r1", Told.NOON, Told.end(Outcome.REFUSED)));

    assertThat(Rebuild.of(events)).isEmpty();
  }

  @Test
  void whoHasNoTeamHasNoBalanceOfOne() {
    events.add(Told.event("r1", "bank", "", "key-1", Told.NOON, Told.hold(1, 1, 1)));

    assertThat(Rebuild.of(events)).containsOnlyKeys("credential/key-1", "tenant/bank");
  }

  @Test
  void theSubjectOfATokenHasNoBalanceAndItsTeamAndTenantHave() {
    String subject = "jwt:2bd806c97f0e00af";
    events.add(Told.event("r1", "bank", "loans", subject, Told.NOON, Told.hold(1, 1, 1)));
    events.add(Told.event("r1", "bank", "loans", subject, Told.NOON, Told.attempt(9, 1, 3, "USD")));

    assertThat(Rebuild.of(events)).containsOnlyKeys("team/bank/loans", "tenant/bank");
    assertThat(tenant().getDayMicros()).isEqualTo(3);
  }

  @Test
  void aNewDayBeginsAtNothingAndALateAttemptIsOfItsMonthOnly() {
    Instant midnight = Instant.parse("2026-04-01T00:00:00Z");
    events.addAll(Told.answered("r1", midnight.minusMillis(1), 10, 5));
    events.addAll(Told.answered("r2", midnight, 20, 6));
    events.add(Told.event("r1", midnight.minusMillis(1), Told.attempt(1, 0, 1, "EUR")));

    assertThat(tenant().getDayTokens()).isEqualTo(20);
    assertThat(tenant().getDayMicros()).isEqualTo(6);
    assertThat(tenant().getMonths())
        .containsExactly(
            new MonthTotal(202603, 1L, 2L, 11L, 0L, Map.of("USD", 5L, "EUR", 1L)),
            new MonthTotal(202604, 1L, 1L, 20L, 0L, Map.of("USD", 6L)));
  }

  @Test
  void aYearOfMonthsIsKept() {
    for (int i = 0; i < 20; i++) {
      events.addAll(Told.answered("r" + i, Told.NOON.plus(Duration.ofDays(31L * i)), 1, 1));
    }

    assertThat(tenant().getMonths()).hasSize(Months.KEPT);
    assertThat(tenant().getMonths().getLast().getMonth()).isEqualTo(202710);
  }

  @Test
  void aMinuteIsThirteenSlotsAndNoMore() {
    for (int i = 0; i < 300; i++) {
      events.addAll(Told.answered("r" + i, Told.NOON.plusSeconds(i), 1, 1));
    }

    assertThat(tenant().getMinute()).hasSize(13);
    assertThat(tenant().getMinute())
        .allMatch(slot -> slot.getRequests() == 5 && slot.getTokens() == 5);
  }

  @Test
  void whatIsToldLateCountsWithTheNewest() {
    events.add(Told.event("r1", Told.NOON.plusSeconds(300), Told.hold(1, 0, 0)));
    events.add(Told.event("r2", Told.NOON, Told.hold(1, 0, 0)));

    assertThat(tenant().getMinute())
        .containsExactly(new Slot(Told.NOON.plusSeconds(300).getEpochSecond(), 2L, 0L));
  }

  @Test
  void sumsStopAtWhatSixtyFourBitsHoldAndTheLimitStaysShut() {
    long most = Long.MAX_VALUE;
    events.add(Told.event("r1", Told.NOON, Told.hold(most, most, most)));
    events.add(Told.event("r1", Told.NOON, Told.attempt(most, most, most, "USD")));
    events.add(Told.event("r2", Told.NOON, Told.attempt(most, most, most, "EUR")));

    Balance balance = tenant();
    assertThat(balance.getDayTokens()).isEqualTo(most);
    assertThat(balance.getDayMicros()).isEqualTo(most);
    assertThat(balance.getOpenMicros()).isEqualTo(most);
    Limits limits =
        Limits.newBuilder()
            .setTokensPerMinute(9)
            .setTokensPerDay(9)
            .setMicrosPerDay(9)
            .setMicrosPerMonth(9)
            .build();
    Verdict verdict =
        new LimitCheck(Table.of(new TreeMap<>(Rebuild.of(events))))
            .check(
                new Spender("bank", "loans", "key-1"),
                List.of(new ScopedLimits(LimitScope.TENANT, limits)),
                Set.of(),
                new Estimate(1, 1, 1, 1, "USD", "openai/small"),
                Told.NOON);
    assertThat(verdict.refusals()).hasSize(4);
  }

  @Test
  void modelsAreKnownByTheCallsThatWereAnswered() {
    Rebuild rebuild = new Rebuild();
    for (int i = 0; i < 100; i++) {
      rebuild.apply(Told.event("r" + i, Told.NOON, Told.hold(100, 50, 7)));
      rebuild.apply(Told.event("r" + i, Told.NOON, Told.attempt(120, 40, 3, "USD")));
      rebuild.apply(Told.event("r" + i, Told.NOON, Told.end(Outcome.ANSWERED)));
    }

    var factor = Objects.requireNonNull(rebuild.factors().get("openai/small"));
    assertThat(factor.getInput()).isCloseTo(1.2, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(factor.getOutput()).isCloseTo(40, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(factor.getCalls()).isEqualTo(100);
  }

  private Balance tenant() {
    return Objects.requireNonNull(Rebuild.of(events).get("tenant/bank"));
  }
}

package dev.strowger.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.Reservation;
import dev.strowger.records.ScopedLimits;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LimitCheckTest {
  private static final Spender LOANS = new Spender("bank", "loans", "key-1");

  private Reservation held = Told.hold(0, 0, 0);
  private final Map<String, Balance> map = new HashMap<>();
  private final Balances balances = new Balances(Table.of(map));
  private final LimitCheck check = new LimitCheck(Table.of(map));

  @Test
  void whoHasNoLimitsIsLetThrough() {
    assertThat(check.check(LOANS, List.of(), Set.of(), estimate(1, 1), Told.NOON).fits()).isTrue();
    assertThat(Verdict.FREE.rateLimits()).isNull();
  }

  @Test
  void requestsUnderWayAreCounted() {
    book(Told.event("r1", Told.NOON, Told.hold(1, 1, 1)));

    Level level = refusal(limits -> limits.setConcurrent(1), estimate(1, 1));
    assertThat(level.kind()).isEqualTo(LimitKind.CONCURRENT);
    book(Told.event("r1", Told.NOON, Told.end(Outcome.FAILED)));
    assertThat(verdict(limits -> limits.setConcurrent(1), estimate(1, 1)).fits()).isTrue();
  }

  @Test
  void whatIsHeldCountsAgainstMoneyAndTokens() {
    book(Told.event("r1", Told.NOON, Told.hold(60, 30, 9)));

    assertThat(refusal(l -> l.setTokensPerMinute(100), estimate(11, 0)).used()).isEqualTo(90);
    assertThat(refusal(l -> l.setTokensPerDay(100), estimate(11, 0)).used()).isEqualTo(90);
    assertThat(refusal(l -> l.setMicrosPerDay(10), estimate(1, 2)).used()).isEqualTo(9);
    assertThat(refusal(l -> l.setMicrosPerMonth(10), estimate(1, 2)).used()).isEqualTo(9);
    assertThat(verdict(l -> l.setMicrosPerMonth(10), estimate(1, 1)).fits()).isTrue();
  }

  @Test
  void aDayIsFreeAgainAtMidnightAndAMonthWithTheNext() {
    Told.answered("r1", Told.NOON, 100, 10).forEach(this::book);

    assertThat(refusal(l -> l.setTokensPerDay(100), estimate(1, 0)).term().freeMs())
        .isEqualTo(12 * 3_600_000L);
    Level month = refusal(l -> l.setMicrosPerMonth(10), estimate(1, 1));
    assertThat(Told.NOON.plusMillis(month.term().freeMs()))
        .isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    assertThat(month.term().window()).isEqualTo(202603);
  }

  @Test
  void aRequestThatIsTooLargeAltogetherIsToldSo() {
    assertThat(refusal(l -> l.setTokensPerMinute(100), estimate(101, 0)).never()).isTrue();
    assertThat(refusal(l -> l.setMicrosPerDay(100), estimate(1, 101)).never()).isTrue();
  }

  @Test
  void whatCostsNothingGoesThroughASpentBudget() {
    Told.answered("r1", Told.NOON, 100, 50).forEach(this::book);

    assertThat(verdict(l -> l.setMicrosPerDay(10), estimate(5, 0)).fits()).isTrue();
  }

  @Test
  void theBudgetOfAThriftyScopeDoesNotRefuseButItsOtherLimitsDo() {
    Told.answered("r1", Told.NOON, 100, 50).forEach(this::book);
    ScopedLimits limits =
        new ScopedLimits(
            LimitScope.TEAM,
            Limits.newBuilder().setMicrosPerDay(10).setRequestsPerMinute(1).build());

    Verdict verdict =
        check.check(LOANS, List.of(limits), Set.of(LimitScope.TEAM), estimate(5, 5), Told.NOON);

    assertThat(verdict.refusals())
        .extracting(Level::kind)
        .containsExactly(LimitKind.REQUESTS_PER_MINUTE);
  }

  @Test
  void theLimitThatIsInTheWayForLongestIsTheOneToldOf() {
    Told.answered("r1", Told.NOON, 100, 50).forEach(this::book);

    Level level =
        refusal(l -> l.setRequestsPerMinute(1).setTokensPerDay(100).setBurst(1), estimate(5, 5));

    assertThat(level.kind()).isEqualTo(LimitKind.TOKENS_PER_DAY);
  }

  @Test
  void theTightestWindowsAreTold() {
    Told.answered("r1", Told.NOON, 100, 50).forEach(this::book);

    var rates =
        Objects.requireNonNull(
            verdict(
                    l -> l.setRequestsPerMinute(10).setTokensPerMinute(1000).setTokensPerDay(200),
                    estimate(5, 5))
                .rateLimits());

    assertThat(Objects.requireNonNull(rates.getRequests()).getRemaining()).isEqualTo(8);
    assertThat(rates.getRequests().getResetMs()).isEqualTo(65_000);
    assertThat(Objects.requireNonNull(rates.getTokens()).getLimit()).isEqualTo(200);
    assertThat(rates.getTokens().getRemaining()).isEqualTo(95);
  }

  @Test
  void anAlertIsDueFromItsShareOn() {
    Told.answered("r1", Told.NOON, 79, 0).forEach(this::book);

    assertThat(verdict(l -> l.setTokensPerDay(100), estimate(0, 0)).noteworthy()).isEmpty();
    Verdict nearly = verdict(l -> l.setTokensPerDay(100), estimate(1, 0));
    var alert = Verdict.alert("bank", nearly.noteworthy().getFirst(), Told.NOON);
    assertThat(alert.getPercent()).isEqualTo(80);
    assertThat(alert.getHard()).isFalse();
    assertThat(alert.getName()).isEqualTo("tenant/bank");
    Verdict full = verdict(l -> l.setTokensPerDay(100), estimate(30, 0));
    assertThat(Verdict.alert("bank", full.noteworthy().getFirst(), Told.NOON).getHard()).isTrue();
  }

  private static Estimate estimate(long tokens, long micros) {
    return new Estimate(tokens, tokens, 0, micros, "USD", "openai/small");
  }

  private Verdict verdict(Consumer<Limits.Builder> change, Estimate estimate) {
    Limits.Builder limits = Limits.newBuilder();
    change.accept(limits);
    return check.check(
        LOANS,
        List.of(new ScopedLimits(LimitScope.TENANT, limits.build())),
        Set.of(),
        estimate,
        Told.NOON);
  }

  private Level refusal(Consumer<Limits.Builder> change, Estimate estimate) {
    return verdict(change, estimate).refusal().orElseThrow();
  }

  private void book(EventRecord event) {
    if (event.getDetail() instanceof Reservation reservation) {
      held = reservation;
    }
    balances.apply(event, Optional.of(held));
  }
}

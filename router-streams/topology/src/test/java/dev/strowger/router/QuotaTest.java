package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.quota.Rebuild;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.Limits;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.RateLimits;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void publish() {
    bench.policy.changed("active", Limited.policy());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whatIsSetAsideIsAnEventThatKnowsItsCaller() {
    bench.ask(Limited.request("r1", Limited.MODEL));

    EventRecord event = bench.booked().getFirst();
    assertThat(event.getEventId()).isEqualTo("r1/reserve");
    assertThat(event.getAt()).isEqualTo(Samples.START);
    assertThat(event.getTeam()).isEqualTo("loans");
    assertThat(event.getUser()).isEqualTo("user-hash");
    assertThat(event.getTags()).containsEntry("project", "x");
    assertThat(event.getDetail())
        .isEqualTo(
            new Reservation(1000L, 1000L, 100L, Limited.MICROS, "USD", "openai/gpt-4o-mini"));
    assertThat(((OpenRequest) bench.state("r1")).getReservation()).isEqualTo(event.getDetail());
  }

  @Test
  void terminalsNameTheDecisionTheyWentBy() {
    RequestRecord request = Limited.request("r1", Limited.MODEL);
    bench.ask(request);
    bench.claim(Limited.terminal(request, Outcome.ANSWERED, Samples.START));
    bench.ask(Limited.request("r2", "no-such-model"));

    List<String> hashes =
        bench.decisions().stream()
            .map(decision -> Sha256.hex(bench.bytes(Topics.DECISIONS, decision)))
            .toList();
    assertThat(bench.events())
        .map(EventRecord::getDetail)
        .filteredOn(Terminal.class::isInstance)
        .extracting(detail -> ((Terminal) detail).getDecisionHash())
        .isEqualTo(hashes);
  }

  @Test
  void oneRequestTooManyIsRefusedBeforeAnyPoolSeesIt() {
    var limits = Limited.tenant(Limits.newBuilder().setRequestsPerMinute(2));
    for (int i = 0; i < 3; i++) {
      bench.ask(Limited.request("r" + i, Limited.MODEL, limits));
    }

    assertThat(bench.routed("openai")).hasSize(2);
    Failure failure = failure();
    assertThat(failure.getStatus()).isEqualTo(429);
    assertThat(failure.getType()).isEqualTo("requests");
    assertThat(failure.getCode()).isEqualTo("rate_limit_exceeded");
    assertThat(failure.getRetryAfterMs()).isEqualTo(65_000);
    assertThat(failure.getMessage())
        .isEqualTo(
            "The limit of the tenant (team-a) on requests per minute is reached. Limit 2, used 2,"
                + " this request up to 1. Free again in 65 s.");
    assertThat(
            bench
                .meters
                .get("strowger.limits.refused")
                .tag("scope", "tenant")
                .tag("limit", "requests_per_minute")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void roomIsThereAgainAfterTheMinute() {
    var limits = Limited.tenant(Limits.newBuilder().setTokensPerMinute(Limited.TOKENS));
    RequestRecord first = Limited.request("r1", Limited.MODEL, limits);
    bench.ask(first);
    bench.claim(Limited.attempt(first, 1, Samples.START));
    bench.claim(Limited.terminal(first, Outcome.ANSWERED, Samples.START));
    bench.ask(Limited.request("r2", Limited.MODEL, limits));
    assertThat(failure().getType()).isEqualTo("tokens");

    bench.pass(Duration.ofSeconds(65));
    bench.ask(Limited.request("r3", Limited.MODEL, limits));

    assertThat(bench.routed("openai")).hasSize(2);
  }

  @Test
  void aRequestThatIsTooLargeAltogetherIsNotToldToComeAgain() {
    bench.ask(
        Limited.request(
            "r1", Limited.MODEL, Limited.team(Limits.newBuilder().setTokensPerMinute(1099))));

    Failure failure = failure();
    assertThat(failure.getRetryAfterMs()).isNull();
    assertThat(failure.getMessage())
        .startsWith("This request alone is over the limit of the team (team-a/loans)")
        .contains("Limit 1099", "up to 1100", "does not help");
  }

  @Test
  void aSpentBudgetIsAQuotaThatDoesNotSuffice() {
    var limits = Limited.tenant(Limits.newBuilder().setMicrosPerMonth(2 * Limited.MICROS));
    for (int i = 0; i < 3; i++) {
      bench.ask(Limited.request("r" + i, Limited.MODEL, limits));
    }

    Failure failure = failure();
    assertThat(failure.getStatus()).isEqualTo(429);
    assertThat(failure.getType()).isEqualTo("insufficient_quota");
    assertThat(failure.getCode()).isEqualTo("insufficient_quota");
    assertThat(failure.getMessage())
        .contains("Limit 0.00042, used 0.00042, this request up to 0.00021")
        .endsWith("Free again at 2026-02-01T00:00:00Z.");
  }

  @Test
  void requestsAtTheSameTimeAreBoundedUntilOneEnds() {
    var limits = Limited.tenant(Limits.newBuilder().setConcurrent(1));
    RequestRecord first = Limited.request("r1", Limited.MODEL, limits);
    bench.ask(first);
    bench.ask(Limited.request("r2", Limited.MODEL, limits));
    bench.claim(Limited.terminal(first, Outcome.FAILED, Samples.START));
    bench.ask(Limited.request("r3", Limited.MODEL, limits));

    assertThat(bench.routed("openai"))
        .extracting(r -> r.getRequest().getRequestId())
        .containsExactly("r1", "r3");
  }

  @Test
  void whatIsHeldComesBackWhenNobodyEndsTheRequest() {
    bench.ask(Limited.request("r1", Limited.MODEL));
    bench.pass(Samples.PATIENCE.plus(LedgerTerms.DEFAULT.grace()).plusSeconds(5));

    assertThat(bench.balances().values())
        .hasSize(3)
        .allMatch(b -> b.getOpenRequests() == 0 && b.getOpenTokens() == 0);
  }

  @Test
  void clientsAreToldWhatTheyMayStillUse() {
    var limits =
        Limited.tenant(Limits.newBuilder().setRequestsPerMinute(1).setTokensPerMinute(5000));
    bench.ask(Limited.request("r1", Limited.MODEL, limits));
    bench.ask(Limited.request("r2", Limited.MODEL, limits));

    RateLimits routed =
        Objects.requireNonNull(bench.routed("openai").getFirst().getPlan().getRateLimits());
    assertThat(Objects.requireNonNull(routed.getRequests()).getRemaining()).isZero();
    assertThat(Objects.requireNonNull(routed.getTokens()).getRemaining()).isEqualTo(3900);
    RateLimits refused = Objects.requireNonNull(bench.replies().getFirst().getRateLimits());
    assertThat(Objects.requireNonNull(refused.getTokens()).getRemaining()).isEqualTo(3900);
  }

  @Test
  void anAlertIsGivenOnceInItsWindow() {
    var limits = Limited.tenant(Limits.newBuilder().setTokensPerDay(10 * Limited.TOKENS));
    for (int i = 0; i < 14; i++) {
      bench.ask(Limited.request("r" + i, Limited.MODEL, limits));
    }

    List<LimitAlert> alerts = bench.alerts();
    assertThat(alerts).extracting(LimitAlert::getPercent).containsExactly(80, 100);
    assertThat(alerts).extracting(LimitAlert::getHard).containsExactly(false, true);
    assertThat(alerts).allMatch(a -> a.getLimit().equals("tokens_per_day"));
    bench.pass(Duration.ofDays(1));
    Instant tomorrow = Samples.START.plus(Duration.ofDays(1));
    for (int i = 20; i < 30; i++) {
      bench.ask(Limited.request("r" + i, "team-a", Limited.MODEL, tomorrow, List.of(limits)));
    }
    assertThat(bench.alerts()).extracting(LimitAlert::getHard).containsExactly(false);
  }

  @Test
  void theStoreIsWhatTheEventsMakeItAlsoWithoutLimits() {
    for (int i = 0; i < 20; i++) {
      RequestRecord request = Limited.request("r" + i, Limited.MODEL);
      Instant at = Samples.START.plusSeconds(i);
      bench.ask(request);
      bench.ask(request);
      bench.claim(Limited.attempt(request, 1, at));
      bench.claim(Limited.attempt(request, 1, at));
      if (i % 3 > 0) {
        bench.claim(Limited.terminal(request, Outcome.ANSWERED, at));
        bench.claim(Limited.terminal(request, Outcome.FAILED, at));
        bench.claim(Limited.attempt(request, 1, at));
        bench.claim(Limited.attempt(request, 2, at));
        bench.claim(Limited.attempt(request, 2, at));
      }
    }

    var rebuilt = Rebuild.of(bench.booked());

    assertThat(bench.balances()).isEqualTo(rebuilt);
    Balance tenant = Objects.requireNonNull(rebuilt.get("tenant/team-a"));
    assertThat(tenant.getOpenRequests()).isEqualTo(7);
    // One attempt each, and the late one of those that had ended; none that was told twice.
    assertThat(tenant.getDayMicros()).isEqualTo((20 + 13) * Limited.MICROS);
  }

  @Test
  void theSubjectOfATokenHasNoBalanceOfItsOwn() {
    String subject = "jwt:0123456789abcdef";
    bench.ask(
        RequestRecord.newBuilder(Limited.request("r1", Limited.MODEL))
            .setCredentialId(subject)
            .build());
    bench.ask(Limited.request("r2", Limited.MODEL));

    assertThat(bench.balances())
        .isEqualTo(Rebuild.of(bench.booked()))
        .containsOnlyKeys("credential/key-of-team-a", "team/team-a/loans", "tenant/team-a");
  }

  private Failure failure() {
    ReplyRecord reply = bench.replies().getLast();
    return (Failure) reply.getResult();
  }
}

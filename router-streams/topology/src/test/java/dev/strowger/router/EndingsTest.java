package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.quota.Rebuild;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Limits;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * However a request ends: one terminal and one link of the audit trail, both of which name its
 * caller and its decision, and nothing stays set aside.
 */
class EndingsTest {
  private final Bench bench = new Bench();
  private final List<EventRecord> log = new ArrayList<>();

  @BeforeEach
  void publish() {
    bench.policy.changed("active", Limited.policy());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anAnswer() {
    RequestRecord request = Limited.request("r1", Limited.MODEL);
    bench.ask(request);
    bench.claim(Limited.attempt(request, 1, Samples.START));
    bench.claim(Limited.terminal(request, Outcome.ANSWERED, Samples.START));

    assertEnded(Outcome.ANSWERED, "");
    assertThat(tenant().getDayMicros()).isEqualTo(Limited.MICROS);
    assertThat(month().getRequests()).isEqualTo(1);
  }

  @Test
  void anAnswerThatWasKeptCostsNothingAndCountsAsARequest() {
    RequestRecord request = Limited.request("r1", Limited.MODEL);
    bench.ask(request);
    bench.claim(ended(request, Outcome.ANSWERED, null, "exact"));

    assertEnded(Outcome.ANSWERED, "");
    assertThat(tenant().getDayMicros()).isZero();
    assertThat(tenant().getDayTokens()).isZero();
    assertThat(tenant().getMinute()).singleElement().matches(s -> s.getRequests() == 1);
    assertThat(month().getRequests()).isEqualTo(1);
    assertThat(month().getAttempts()).isZero();
  }

  @Test
  void aWorkersGuardrail() {
    RequestRecord request = Limited.request("r1", Limited.MODEL);
    bench.ask(request);
    bench.claim(ended(request, Outcome.REFUSED, "guardrail", ""));
    bench.claim(ended(request, Outcome.REFUSED, "guardrail", ""));

    assertEnded(Outcome.REFUSED, "guardrail");
    assertThat(tenant().getMinute()).singleElement().matches(s -> s.getRequests() == 1);
    assertThat(tenant().getMonths()).isEmpty();
  }

  @Test
  void nobodyEndsItInTime() {
    RequestRecord request = Limited.request("r1", Limited.MODEL);
    bench.ask(request);
    bench.claim(Limited.attempt(request, 1, Samples.START));
    bench.pass(Samples.PATIENCE.plus(LedgerTerms.DEFAULT.grace()).plusSeconds(5));
    bench.claim(Limited.terminal(request, Outcome.ANSWERED, Samples.START));
    bench.claim(Limited.attempt(request, 1, Samples.START));

    assertEnded(Outcome.ABANDONED, "expired");
    assertThat(tenant().getDayMicros()).isEqualTo(Limited.MICROS);
  }

  @Test
  void aLimit() {
    var limits = Limited.tenant(Limits.newBuilder().setTokensPerMinute(1));
    bench.ask(Limited.request("r1", Limited.MODEL, limits));

    assertEnded(Outcome.REFUSED, "rate_limit_exceeded");
    assertThat(bench.balances()).isEmpty();
  }

  @Test
  void aRouteThatTheCredentialMayNotUse() {
    bench.ask(
        RequestRecord.newBuilder(Limited.request("r1", Limited.MODEL))
            .setAllowedRoutes(List.of("chat"))
            .build());

    assertEnded(Outcome.REFUSED, "permission_denied");
    assertThat(bench.balances()).isEmpty();
  }

  @Test
  void thePolicy() {
    bench.ask(Limited.request("r1", "no-such-model"));

    assertEnded(Outcome.REFUSED, "model_not_found");
    assertThat(bench.balances()).isEmpty();
  }

  @Test
  void aDeadlineThatWasOverBefore() {
    bench.pass(Samples.PATIENCE.plusSeconds(1));
    bench.ask(Limited.request("r1", Limited.MODEL));

    assertEnded(Outcome.ABANDONED, "expired");
    assertThat(tenant().getMinute()).isEmpty();
  }

  @Test
  void aRepeatSetsNothingAside() {
    var limits = Limited.tenant(Limits.newBuilder().setConcurrent(1).setRequestsPerMinute(1));
    RequestRecord first = keyed(Limited.request("r0", Limited.MODEL, limits));
    bench.ask(first);
    bench.ask(keyed(Limited.request("r1", Limited.MODEL, limits)));

    log.addAll(bench.booked());
    assertThat(log).extracting(EventRecord::getEventId).containsExactly("r0/reserve", "r1/end");
    bench.claim(Limited.terminal(first, Outcome.FAILED, Samples.START));
    assertEnded(Outcome.REFUSED, "repeat");
    assertThat(tenant().getMinute()).singleElement().matches(s -> s.getRequests() == 1);
  }

  private static RequestRecord keyed(RequestRecord request) {
    return RequestRecord.newBuilder(request).setIdempotencyKey("key").setBodyHash("body").build();
  }

  private static EventRecord ended(
      RequestRecord request, Outcome outcome, @Nullable String failure, String cache) {
    EventRecord event = Limited.terminal(request, outcome, Samples.START);
    Terminal terminal =
        Terminal.newBuilder((Terminal) event.getDetail())
            .setFailure(failure)
            .setCache(cache)
            .build();
    return EventRecord.newBuilder(event).setDetail(terminal).build();
  }

  private void assertEnded(Outcome outcome, String failure) {
    log.addAll(bench.booked());
    List<EventRecord> ends =
        log.stream()
            .filter(e -> e.getRequestId().equals("r1") && e.getDetail() instanceof Terminal)
            .toList();
    assertThat(ends).hasSize(1);
    EventRecord end = ends.getFirst();
    Terminal terminal = (Terminal) end.getDetail();
    assertThat(terminal.getOutcome()).isEqualTo(outcome);
    assertThat(Objects.requireNonNullElse(terminal.getFailure(), "")).isEqualTo(failure);
    assertThat(terminal.getDecisionHash()).isEqualTo(decision());
    assertThat(end.getTeam()).isEqualTo("loans");
    assertThat(end.getUser()).isEqualTo("user-hash");
    assertThat(end.getTags()).isEqualTo(Map.of("project", "x"));
    assertAudited(end, outcome, failure);
    assertThat(bench.balances()).isEqualTo(Rebuild.of(log));
    assertThat(bench.balances().values())
        .allMatch(
            b -> b.getOpenRequests() == 0 && b.getOpenTokens() == 0 && b.getOpenMicros() == 0);
  }

  private void assertAudited(EventRecord end, Outcome outcome, String failure) {
    List<AuditedRequest> links =
        bench.records(Topics.AUDIT).stream()
            .map(link -> (AuditedRequest) link.value.getEntry())
            .filter(link -> link.getRequestId().equals("r1"))
            .toList();
    assertThat(links).hasSize(1);
    AuditedRequest link = links.getFirst();
    assertThat(link.getOutcome()).isEqualTo(outcome);
    assertThat(link.getFailure()).isEqualTo(failure);
    assertThat(link.getDecisionHash()).isEqualTo(((Terminal) end.getDetail()).getDecisionHash());
    assertThat(link.getUser()).isEqualTo("user-hash");
    assertThat(link.getTags()).isEqualTo(Map.of("project", "x"));
  }

  /** Hash of the one decision on the request. */
  private String decision() {
    var decisions = bench.decisions().stream().filter(d -> d.getRequestId().equals("r1")).toList();
    assertThat(decisions).hasSize(1);
    return Sha256.hex(bench.bytes(Topics.DECISIONS, decisions.getFirst()));
  }

  private Balance tenant() {
    return Objects.requireNonNull(bench.balances().get("tenant/team-a"));
  }

  private MonthTotal month() {
    return tenant().getMonths().getFirst();
  }
}

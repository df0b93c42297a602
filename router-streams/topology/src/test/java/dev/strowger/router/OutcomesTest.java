package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Attempt;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static final String DIRECT = "openai/gpt-4o-mini";
  private static final Duration UNTIL_OVERDUE =
      Samples.PATIENCE.plus(LedgerTerms.DEFAULT.grace()).plusSeconds(2);

  @Test
  void theFirstTerminalIsTheOneAndLaterOnesAreDropped() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      EventRecord answered = Samples.terminal("r1", Outcome.ANSWERED);
      bench.claim(answered);
      bench.claim(Samples.terminal("r1", Outcome.ABANDONED));
      bench.claim(answered);

      String decision = Sha256.hex(bench.bytes(Topics.DECISIONS, bench.decisions().getFirst()));
      assertThat(bench.events()).containsExactly(OpenTrail.hashed(answered, decision));
      assertThat(bench.count("claims.dropped", "why", "late")).isEqualTo(2);
      assertThat(bench.count("terminals", "outcome", "answered")).isEqualTo(1);
    }
  }

  @Test
  void attemptsBecomeEventsOnceWhileTheirRequestIsOpen() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.claim(Samples.attempt("r1", 1, 7));
      bench.claim(Samples.attempt("r1", 1, 7));
      bench.claim(Samples.attempt("r1", 2, 8));

      assertThat(bench.events())
          .extracting(EventRecord::getEventId)
          .containsExactly("r1/a1/x", "r1/a2/x");
    }
  }

  @Test
  void aLateAttemptIsStillAnEventBecauseItCostMoney() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.claim(Samples.attempt("r1", 2, 8));
      bench.claim(Samples.attempt("never-asked", 1, 8));

      assertThat(bench.events())
          .extracting(EventRecord::getEventId)
          .containsExactly("r1/end", "r1/a2/x", "never-asked/a1/x");
    }
  }

  @Test
  void aTerminalOfARequestThatNeverBeganIsBuried() {
    try (Bench bench = Bench.withPolicy()) {
      bench.claim(Samples.terminal("never-asked", Outcome.ANSWERED));

      assertThat(bench.events()).isEmpty();
      assertThat(bench.deadLetters())
          .singleElement()
          .satisfies(
              l -> {
                assertThat(l.getTopic()).isEqualTo("llm.outcomes");
                assertThat(l.getReason()).isEqualTo("no request never-asked is known");
              });
    }
  }

  @Test
  void onlyTheLedgerSetsAsideSoAReservationThatIsClaimedIsBuried() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      EventRecord reservation = bench.booked().getFirst();
      bench.claim(reservation);
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));

      assertThat(bench.booked()).extracting(EventRecord::getEventId).containsExactly("r1/end");
      assertThat(bench.deadLetters())
          .extracting(DeadLetter::getReason)
          .containsExactly("a claim is neither an attempt nor a terminal");
    }
  }

  @Test
  void whatIsOverdueIsEndedWithTokensOfAllKinds() {
    Usage usage = new Usage(1L, 2L, 3L, 4L, 5L, true, 6L, 7L, 8L, 9L);
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      for (int number = 1; number <= 2; number++) {
        EventRecord event = Samples.attempt("r1", number, 7);
        Attempt attempt = Attempt.newBuilder((Attempt) event.getDetail()).setUsage(usage).build();
        bench.claim(EventRecord.newBuilder(event).setDetail(attempt).build());
      }
      bench.pass(UNTIL_OVERDUE);

      Terminal terminal = (Terminal) bench.events().getLast().getDetail();
      assertThat(terminal.getUsage())
          .isEqualTo(new Usage(2L, 4L, 6L, 8L, 10L, true, 12L, 14L, 16L, 18L));
    }
  }

  @Test
  void endsWhatIsOverdueWithTheSumOfItsAttempts() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.claim(Samples.attempt("r1", 1, 7));
      bench.claim(Samples.attempt("r1", 2, 8));
      bench.events();
      bench.pass(UNTIL_OVERDUE);

      EventRecord event = bench.events().getFirst();
      Terminal terminal = (Terminal) event.getDetail();
      assertThat(event.getEventId()).isEqualTo("r1/end");
      assertThat(event.getTenant()).isEqualTo("team-a");
      assertThat(event.getRoute()).isEqualTo("direct");
      assertThat(terminal.getOutcome()).isEqualTo(Outcome.ABANDONED);
      assertThat(terminal.getFailure()).isEqualTo("expired");
      assertThat(terminal.getCostMicros()).isEqualTo(15);
      assertThat(terminal.getUsage().getInputTokens()).isEqualTo(20);
      assertThat(terminal.getPath()).hasSize(2);
      assertThat(terminal.getTotalUs()).isEqualTo(UNTIL_OVERDUE.toMillis() * 1000);
      assertThat(terminal.getProviderUs()).isEqualTo(2_000_000);
      assertThat(terminal.getOverheadUs() + terminal.getProviderUs())
          .isEqualTo(terminal.getTotalUs());
      assertThat(((Failure) bench.replies().getFirst().getResult()).getStatus()).isEqualTo(504);
    }
  }

  @Test
  void leavesARequestOpenUntilItsGraceIsOver() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.pass(Samples.PATIENCE.plusSeconds(20));

      assertThat(bench.events()).isEmpty();
      assertThat(bench.state("r1")).isInstanceOf(OpenRequest.class);
    }
  }

  @Test
  void dropsWhatIsClaimedAfterTheSweep() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.pass(UNTIL_OVERDUE);
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));

      assertThat(bench.events()).hasSize(1);
    }
  }

  @Test
  void forgetsEndedRequestsAfterAWhile() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.pass(LedgerTerms.DEFAULT.remember().minusSeconds(10));
      assertThat(bench.ledger()).hasSize(1);
      bench.pass(Duration.ofSeconds(12));

      assertThat(bench.ledger()).isEmpty();
    }
  }

  @Test
  void endsNoMoreThanItsBoundInOneSweep() {
    try (Bench bench = Bench.withPolicy()) {
      int requests = Ledger.MAX_PER_SWEEP + 5;
      for (int i = 0; i < requests; i++) {
        bench.ask(Samples.request("r" + i, DIRECT));
      }
      bench.pass(UNTIL_OVERDUE);
      List<EventRecord> first = bench.events();
      bench.pass(LedgerTerms.DEFAULT.sweepInterval());

      assertThat(first).hasSize(Ledger.MAX_PER_SWEEP);
      assertThat(bench.events()).hasSize(5);
    }
  }
}

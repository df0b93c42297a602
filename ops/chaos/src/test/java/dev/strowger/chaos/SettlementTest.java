package dev.strowger.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.chaos.Bill.Call;
import dev.strowger.chaos.Journal.Absence;
import dev.strowger.records.Attempt;
import dev.strowger.records.Price;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final String TARGET = "openai/gpt-4o-mini";
  private static final Price PRICE =
      Price.newBuilder()
          .setInputMicrosPerMillion(150_000)
          .setOutputMicrosPerMillion(600_000)
          .setCachedInputMicrosPerMillion(75_000)
          .setCacheWriteMicrosPerMillion(150_000)
          .build();

  /** 10 tokens in, 20 out. */
  private static final long COST = 14;

  private static final Call CALL = new Call("r1", TARGET, true, 10, 20, 1_000, 2_000);
  private static final Call AGAIN = new Call("r1", TARGET, true, 10, 20, 9_000, 9_500);
  private static final List<Absence> WORKER_KILLED =
      List.of(new Absence("worker-1", Kind.WORKER, 2_010, 6_000));

  @Test
  void isEvenWhenEveryCallWasSettled() {
    Settlement settlement =
        Settlement.of(books(attempt("answered", 20, COST)), new Bill(List.of(CALL)), List.of());

    assertThat(settlement.even()).isTrue();
    assertThat(settlement.billedMicros()).isEqualTo(COST).isEqualTo(settlement.settledMicros());
  }

  @Test
  void namesTheCallsThatAKilledWorkerCouldNotWriteDown() {
    Settlement settlement =
        Settlement.of(
            books(attempt("answered", 20, COST)), new Bill(List.of(CALL, AGAIN)), WORKER_KILLED);

    assertThat(settlement.even()).isTrue();
    assertThat(settlement.unrecorded().requests()).containsExactly("r1");
    assertThat(settlement.unrecorded().micros()).isEqualTo(COST);
  }

  @Test
  void isNotEvenWhenNobodyWasKilledAndACallIsMissing() {
    Settlement settlement =
        Settlement.of(
            books(attempt("answered", 20, COST)), new Bill(List.of(CALL, AGAIN)), List.of());

    assertThat(settlement.even()).isFalse();
    assertThat(settlement.unexplained()).singleElement().asString().contains("r1", TARGET);
  }

  @Test
  void aKillAfterTheEndOfARequestIsNoExcuse() {
    List<Absence> late = List.of(new Absence("worker-1", Kind.WORKER, 10_901, 12_000));

    Settlement settlement =
        Settlement.of(books(attempt("answered", 20, COST)), new Bill(List.of(CALL, AGAIN)), late);

    assertThat(settlement.even()).isFalse();
  }

  @Test
  void isNotEvenWhenMoreWasSettledThanCalled() {
    Settlement settlement =
        Settlement.of(
            books(attempt("answered", 20, COST), attempt("answered", 20, COST)),
            new Bill(List.of(CALL)),
            WORKER_KILLED);

    assertThat(settlement.even()).isFalse();
  }

  @Test
  void isNotEvenWhenThePriceWasAnother() {
    Settlement settlement =
        Settlement.of(books(attempt("answered", 20, COST + 1)), new Bill(List.of(CALL)), List.of());

    assertThat(settlement.even()).isFalse();
  }

  @Test
  void knowsAnswersOfWhichOnlyAPartWasTaken() {
    Settlement settlement =
        Settlement.of(books(attempt("cancelled", 7, 6)), new Bill(List.of(CALL)), List.of());

    assertThat(settlement.even()).isTrue();
    assertThat(settlement.cutShort().calls()).isEqualTo(1);
    assertThat(settlement.estimatedMicros()).isEqualTo(6);
  }

  @Test
  void tellsHowLongARequestWaitedForAnotherWorker() {
    Takeover takeover = Takeover.of(new Bill(List.of(AGAIN, CALL)), WORKER_KILLED);

    assertThat(takeover).isEqualTo(new Takeover(java.util.Set.of("r1"), 9_000 - 2_010, 1));
  }

  private static Books books(Attempt... attempts) {
    Terminal end =
        Terminal.newBuilder()
            .setOutcome(dev.strowger.records.Outcome.ANSWERED)
            .setUsage(Usage.newBuilder().build())
            .setTotalUs(10_000_000)
            .build();
    return new Books(
        Map.of("r1", new Books.Accepted("r1", Optional.empty(), 900)),
        Map.of("r1", List.of(attempts)),
        Map.of("r1", List.of(end)),
        Map.of(TARGET, PRICE));
  }

  private static Attempt attempt(String result, long output, long cost) {
    return Attempt.newBuilder()
        .setNumber(1)
        .setProvider("openai")
        .setModel("gpt-4o-mini")
        .setResult(result)
        .setStartedAt(Instant.ofEpochMilli(9_000))
        .setLatencyUs(1)
        .setUsage(Usage.newBuilder().setInputTokens(10).setOutputTokens(output).build())
        .setCostMicros(cost)
        .build();
  }
}

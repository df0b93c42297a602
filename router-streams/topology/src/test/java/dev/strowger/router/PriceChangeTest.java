package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.quota.Rebuild;
import dev.strowger.records.Attempt;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Price;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.Charge;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A price that changes counts from the next decision on. */
class PriceChangeTest {
  private static final long DEARER = 10 * Limited.MICROS;

  private final Bench bench = new Bench();
  private final RequestRecord before = Limited.request("before", Limited.MODEL);
  private final RequestRecord after = Limited.request("after", Limited.MODEL);

  @BeforeEach
  void askBeforeAndAfter() {
    bench.policy.changed("active", Limited.policy());
    bench.ask(before);
    bench.policy.changed("active", tenfold());
    bench.ask(after);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static PolicyRecord tenfold() {
    PolicyRecord policy = Limited.policy();
    String models =
        policy.getModelsYaml().replace("input: 0.15, output: 0.60", "input: 1.5, output: 6");
    assertThat(models).isNotEqualTo(policy.getModelsYaml());
    return PolicyRecord.newBuilder(policy).setModelsYaml(models).build();
  }

  @Test
  void aPlanHasThePriceOfItsDecision() {
    assertThat(bench.routed("openai"))
        .extracting(PriceChangeTest::input)
        .containsExactly(150_000L, 1_500_000L);
    assertThat(bench.booked())
        .extracting(event -> ((Reservation) event.getDetail()).getCostMicros())
        .containsExactly(Limited.MICROS, DEARER);
  }

  @Test
  void whatWasDecidedBeforeIsBookedAtItsOwnPriceHoweverLateItEnds() {
    List<RoutedRecord> routed = bench.routed("openai");
    // The later one ends first.
    end(after, routed.get(1));
    end(before, routed.get(0));

    List<EventRecord> booked = bench.booked();
    assertThat(booked)
        .map(EventRecord::getDetail)
        .filteredOn(Attempt.class::isInstance)
        .extracting(detail -> ((Attempt) detail).getCostMicros())
        .containsExactly(DEARER, Limited.MICROS);
    Balance tenant = Objects.requireNonNull(bench.balances().get("tenant/team-a"));
    assertThat(tenant.getDayMicros()).isEqualTo(DEARER + Limited.MICROS);
    assertThat(tenant.getOpenMicros()).isZero();
    assertThat(Rebuild.of(booked)).isEqualTo(bench.balances());
  }

  @Test
  void aPriceThatChangesAgainDoesNotRewriteWhatIsBooked() {
    List<RoutedRecord> routed = bench.routed("openai");
    end(before, routed.get(0));
    end(after, routed.get(1));
    var balances = bench.balances();

    bench.policy.changed("active", Limited.policy());

    assertThat(bench.balances()).isEqualTo(balances);
    assertThat(Rebuild.of(bench.booked())).isEqualTo(balances);
  }

  private static long input(RoutedRecord routed) {
    return price(routed).getInputMicrosPerMillion();
  }

  private static Price price(RoutedRecord routed) {
    return Objects.requireNonNull(routed.getPlan().getSteps().getFirst().getPrice());
  }

  /** As a worker tells it, by the plan it was given. */
  private void end(RequestRecord request, RoutedRecord routed) {
    EventRecord attempt = Limited.attempt(request, 1, Samples.START);
    Attempt used = (Attempt) attempt.getDetail();
    Attempt priced =
        Attempt.newBuilder(used)
            .setCostMicros(Charge.micros(used.getUsage(), price(routed)))
            .build();
    bench.claim(EventRecord.newBuilder(attempt).setDetail(priced).build());
    bench.claim(Limited.terminal(request, Outcome.ANSWERED, Samples.START));
  }
}

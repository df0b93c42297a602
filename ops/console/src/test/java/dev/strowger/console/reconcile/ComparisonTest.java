package dev.strowger.console.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Account ACCOUNT = new Account("acme", "", 202611);

  @ParameterizedTest
  @CsvSource({"4, differs", "5, under_way", "6, under_way", "7, equal", "8, differs"})
  void sumsWhileEventsAreWrittenLieBetweenThoseBeforeAndAfter(long micros, String verdict) {
    Comparison round =
        new Comparison(
            Map.of(ACCOUNT, spent(5)),
            Map.of(ACCOUNT, spent(7)),
            Optional.of(Map.of(ACCOUNT, spent(micros))),
            Optional.empty(),
            new Comparison.Reach(0, 0, Map.of()),
            false,
            List.of());

    assertThat(round.lines().getFirst().verdicts()).containsEntry("clickhouse", verdict);
    assertThat(round.equal()).isEqualTo(!verdict.equals("differs"));
    assertThat(round.settled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"4, 5", "5, 4"})
  void moreOfOneAndLessOfAnotherIsNotBetween(long euros, long dollars) {
    Sums log = new Sums(0, 1, 0, 0, Map.of("EUR", 4L, "USD", 4L));
    Sums other = new Sums(0, 1, 0, 0, Map.of("EUR", euros, "USD", dollars));

    assertThat(other.same(log)).isFalse();
    assertThat(other.atLeast(log)).isTrue();
    assertThat(log.atLeast(other)).isFalse();
  }

  private static Sums spent(long micros) {
    return new Sums(0, 1, 0, 0, Map.of("EUR", micros));
  }
}

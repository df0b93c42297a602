package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Price;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
  @ParameterizedTest(name = "{0} in, {1} out, {2} cached, {3} written cost {4}")
  @CsvSource({
    "0, 0, 0, 0, 0",
    "1000, 0, 0, 0, 1000",
    "1000, 200, 0, 0, 2000",
    // cached and written parts have their own prices and are no plain input
    "1000, 0, 1000, 0, 100",
    "1000, 0, 0, 1000, 1250",
    "1000, 100, 300, 200, 1280",
    // a cached count over the input's is the input
    "10, 0, 1000, 0, 1",
    "2000000000, 2000000000, 0, 0, 12000000000",
  })
  void addsUpThePartsAtTheirPrices(
      long input, long output, long cached, long written, long micros) {
    TokenUsage usage = new TokenUsage(input, output, cached, written, 0);

    assertThat(Cost.of(usage, Requests.PRICE)).isEqualTo(new Cost(micros, "USD", true));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "4, 1", "9, 1", "10, 2"})
  void roundsHalfUpOnceAtTheEnd(long tokens, long micros) {
    Price price = new Price("EUR", 150_000L, 0L, 0L, 0L, null, null, null, null, null, 0L);

    assertThat(Cost.of(new TokenUsage(tokens, 0, 0, 0, 0), price))
        .isEqualTo(new Cost(micros, "EUR", true));
  }

  @Test
  void isUnpricedWithoutAPrice() {
    assertThat(Cost.of(new TokenUsage(5, 5, 0, 0, 0), null)).isEqualTo(new Cost(0, "USD", false));
  }
}

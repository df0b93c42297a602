package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Price;
import dev.strowger.records.Usage;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeTest {
  /** Every kind has a price of its own that shows in one digit of the sum. */
  private static final Price DIGITS =
      price(1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L)
          .setCacheWriteLongMicrosPerMillion(10_000_000_000L)
          .setImageMicrosPerMillion(100_000_000_000L)
          .setAudioInputMicrosPerMillion(1_000_000_000_000L)
          .setAudioOutputMicrosPerMillion(10_000_000_000_000L)
          .setReasoningMicrosPerMillion(100_000_000_000_000L)
          .build();

  @Test
  void everyKindHasItsOwnPrice() {
    Usage usage =
        Usage.newBuilder()
            .setInputTokens(1 + 2 + 3 + 4 + 5 + 6)
            .setCachedInputTokens(2)
            .setCacheWriteTokens(3 + 4)
            .setCacheWriteLongTokens(4)
            .setImageTokens(5)
            .setAudioInputTokens(6)
            .setOutputTokens(7 + 8 + 9)
            .setAudioOutputTokens(8)
            .setReasoningTokens(9)
            .build();

    assertThat(Charge.micros(usage, DIGITS)).isEqualTo(986_543_271L);
  }

  @Test
  void kindsWithoutAPriceCostWhatOthersOfTheirDirectionDo() {
    Price price = price(3_000_000L, 5_000_000L, 1_000_000L, 4_000_000L).build();
    Usage usage =
        Usage.newBuilder()
            .setInputTokens(10)
            .setImageTokens(3)
            .setAudioInputTokens(3)
            .setCacheWriteTokens(2)
            .setCacheWriteLongTokens(2)
            .setOutputTokens(10)
            .setReasoningTokens(4)
            .setAudioOutputTokens(4)
            .build();

    assertThat(Charge.micros(usage, price)).isEqualTo(8 * 3 + 2 * 4 + 10 * 5);
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "4, 1", "10, 2", "16, 2", "17, 3", "1000000, 150000"})
  void roundsOnceAndHalfUp(long tokens, long micros) {
    Usage usage = Usage.newBuilder().setInputTokens(tokens).setOutputTokens(0).build();

    assertThat(Charge.micros(usage, price(150_000L, 0, 0, 0).build())).isEqualTo(micros);
  }

  @Test
  void aCallHasAPriceIfItUsedAnything() {
    Price price = price(0, 0, 0, 0).setCallMicros(5_000).build();

    assertThat(Charge.micros(Usage.newBuilder().setInputTokens(1).build(), price)).isEqualTo(5_000);
    assertThat(Charge.micros(Usage.newBuilder().build(), price)).isZero();
  }

  @Test
  void moreThan64BitsHoldIsTheMostTheyHold() {
    Usage usage =
        Usage.newBuilder()
            .setInputTokens(Long.MAX_VALUE)
            .setOutputTokens(Long.MAX_VALUE)
            .setReasoningTokens(Long.MAX_VALUE)
            .build();

    assertThat(
            Charge.micros(
                usage, price(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0).setCallMicros(9).build()))
        .isEqualTo(Long.MAX_VALUE);
  }

  /** A part costs more or less than the rest, never beside it: no token is billed twice. */
  @Property
  void atOnePriceForAllTheKindsDoNotMatter(
      @ForAll("usages") Usage usage, @ForAll("prices") long micros) {
    Price one =
        price(micros, micros, micros, micros)
            .setCacheWriteLongMicrosPerMillion(micros)
            .setImageMicrosPerMillion(micros)
            .setAudioInputMicrosPerMillion(micros)
            .setAudioOutputMicrosPerMillion(micros)
            .setReasoningMicrosPerMillion(micros)
            .build();
    BigInteger all =
        BigInteger.valueOf(Math.max(0, usage.getInputTokens()))
            .add(BigInteger.valueOf(Math.max(0, usage.getOutputTokens())))
            .multiply(BigInteger.valueOf(micros))
            .add(BigInteger.valueOf(500_000))
            .divide(BigInteger.valueOf(1_000_000));

    assertThat(Charge.micros(usage, one))
        .isEqualTo(all.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }

  @Property
  void costsNoLessAtHigherPrices(
      @ForAll("usages") Usage usage, @ForAll("prices") long low, @ForAll("prices") long more) {
    Price cheap = price(low, low, low, low).build();
    Price dear = price(low + more, low, low + more, low).setReasoningMicrosPerMillion(low).build();

    assertThat(Charge.micros(usage, dear)).isGreaterThanOrEqualTo(Charge.micros(usage, cheap));
  }

  @Provide
  Arbitrary<Long> prices() {
    return Arbitraries.longs().between(0, 1_000_000_000_000L);
  }

  /** Sound ones, and such as no provider should send. */
  @Provide
  Arbitrary<Usage> usages() {
    Arbitrary<Long> counts =
        Arbitraries.oneOf(Arbitraries.longs().between(0, 5_000), Arbitraries.longs());
    return counts
        .array(long[].class)
        .ofSize(9)
        .map(c -> new Usage(c[0], c[1], c[2], c[3], c[4], false, c[5], c[6], c[7], c[8]));
  }

  private static Price.Builder price(long input, long output, long cached, long write) {
    return Price.newBuilder()
        .setCurrency("USD")
        .setInputMicrosPerMillion(input)
        .setOutputMicrosPerMillion(output)
        .setCachedInputMicrosPerMillion(cached)
        .setCacheWriteMicrosPerMillion(write);
  }
}

package dev.strowger.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "-1, 0s",
    "0, 0s",
    "17, 17ms",
    "999, 999ms",
    "1000, 1s",
    "8640, 8.64s",
    "1005, 1.005s",
    "60000, 1m0s",
    "360000, 6m0s",
    "3600000, 1h0m0s",
    "86399999, 23h59m59.999s",
    "2592000000, 720h0m0s"
  })
  void timesAreSaidAsGoDoes(long ms, String said) {
    assertThat(RateHeaders.duration(ms)).isEqualTo(said);
  }

  @Test
  void aWindowIsThreeHeaders() {
    assertThat(RateHeaders.of(RateHeaders.TOKENS, 1000, 900, 1500))
        .containsEntry("x-ratelimit-limit-tokens", "1000")
        .containsEntry("x-ratelimit-remaining-tokens", "900")
        .containsEntry("x-ratelimit-reset-tokens", "1.5s")
        .hasSize(3);
    assertThat(RateHeaders.NAMES).hasSize(6).contains("x-ratelimit-reset-requests");
  }
}

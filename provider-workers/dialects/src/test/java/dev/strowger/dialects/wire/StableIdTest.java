package dev.strowger.dialects.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StableIdTest {
  @Test
  void isTheSameForTheSameSeedAndMadeOfLettersAndDigits() {
    assertThat(StableId.of("call_1", 9))
        .isEqualTo(StableId.of("call_1", 9))
        .matches("[a-zA-Z0-9]{9}");
    assertThat(StableId.of("call_1", 24)).hasSize(24);
  }

  @Test
  void differsForOtherSeeds() {
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> StableId.of("call_" + i, 9)).distinct())
        .hasSize(10_000);
  }
}

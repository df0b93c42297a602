package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Retry;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final long SEED = 7;

  @ParameterizedTest(name = "after call {0} between {1} and {2} ms")
  @CsvSource({
    "1, 125, 250",
    "2, 250, 500",
    "3, 500, 1000",
    "4, 1000, 2000",
    "9, 1000, 2000",
    "99, 1000, 2000"
  })
  void doublesFromCallToCallUpToItsBound(int calls, long least, long most) {
    Backoff backoff = new Backoff(new Random(SEED));

    for (int i = 0; i < 200; i++) {
      assertThat(backoff.after(calls, retry()).toMillis()).isBetween(least, most);
    }
  }

  @Test
  void spreadsRequestsThatFailedTogether() {
    Backoff backoff = new Backoff(new Random(SEED));

    assertThat(
            java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> backoff.after(3, retry()))
                .distinct())
        .hasSizeGreaterThan(25);
  }

  @Test
  void waitsNotAtAllWhereNoneIsSet() {
    Retry none = Retry.newBuilder().setBackoffMs(0).build();

    assertThat(new Backoff(new Random(SEED)).after(1, none)).isEqualTo(Duration.ZERO);
  }

  private static Retry retry() {
    return Retry.newBuilder().build();
  }
}

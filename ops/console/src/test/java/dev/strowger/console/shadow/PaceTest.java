package dev.strowger.console.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void spreadsCopiesEvenlyOverTheMinute() {
    Pace pace = new Pace();

    assertThat(pace.waitNanos(5, 30)).isZero();
    assertThat(pace.waitNanos(5, 30)).isEqualTo(2 * SECOND);
    assertThat(pace.waitNanos(5, 30)).isEqualTo(4 * SECOND);
  }

  @Test
  void doesNotSaveUpTurnsThatNobodyTook() {
    Pace pace = new Pace();
    long first = pace.waitNanos(0, 30);

    assertThat(first).isZero();
    assertThat(pace.waitNanos(60 * SECOND, 30)).isZero();
    assertThat(pace.waitNanos(60 * SECOND, 30)).isEqualTo(2 * SECOND);
  }

  @Test
  void aShadowWithoutABoundNeverWaits() {
    Pace pace = new Pace();
    pace.waitNanos(0, 0);

    assertThat(pace.waitNanos(0, 0)).isZero();
  }
}

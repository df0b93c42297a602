package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancelTokenTest {
  private final AtomicInteger told = new AtomicInteger();
  private final CancelToken token = new CancelToken(1, false);

  @Test
  void theStepThatGoesOnIsNotCancelled() {
    token.onCancel(told::incrementAndGet);

    token.cancel(1);

    assertThat(token.cancelled()).isFalse();
    assertThat(told).hasValue(0);
  }

  @Test
  void anyOtherStepHasLost() {
    token.onCancel(told::incrementAndGet);

    token.cancel(0);

    assertThat(token.cancelled()).isTrue();
    assertThat(token.lost()).isTrue();
    assertThat(told).hasValue(1);
  }

  @Test
  void whoGoesOnWithAnAnswerHasNotLostToItsBeginner() {
    CancelToken goesOn = new CancelToken(1, true);

    goesOn.cancel(0);

    assertThat(goesOn.cancelled()).isFalse();
    goesOn.cancel(-1);
    assertThat(goesOn.cancelled()).isTrue();
    assertThat(goesOn.lost()).isFalse();
  }

  @Test
  void aClientThatLeavesCancelsEveryStepAndNobodyHasLost() {
    token.cancel(-1);

    assertThat(token.cancelled()).isTrue();
    assertThat(token.lost()).isFalse();
  }

  @Test
  void tellsItsActionOnceAlsoWhenItComesLater() {
    token.cancel();
    token.cancel();

    token.onCancel(told::incrementAndGet);

    assertThat(told).hasValue(1);
  }
}

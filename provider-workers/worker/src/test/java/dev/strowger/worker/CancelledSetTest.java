package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelledSetTest {
  @Test
  void forgetsTheOldestBeyondItsBound() {
    CancelledSet set = new CancelledSet(2);
    set.add("a", -1);
    set.add("b", -1);
    set.add("b", -1);

    set.add("c", -1);

    assertThat(set.exceptStep("a")).isEmpty();
    assertThat(set.exceptStep("b")).hasValue(-1);
    assertThat(set.exceptStep("c")).hasValue(-1);
  }
}

package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelledSetTest {
  @Test
  void forgetsTheOldestBeyondItsBound() {
    CancelledSet set = new CancelledSet(2);
    set.add("a");
    set.add("b");
    set.add("b");

    set.add("c");

    assertThat(set.contains("a")).isFalse();
    assertThat(set.contains("b")).isTrue();
    assertThat(set.contains("c")).isTrue();
  }
}

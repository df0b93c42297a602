package dev.strowger.faults.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoryTest {
  @Test
  void hasSixtyTokensThatMakeItsText() {
    assertThat(Story.SIXTY.tokens()).hasSize(60);
    assertThat(String.join("", Story.SIXTY.tokens())).isEqualTo(Story.SIXTY.text());
  }

  @Test
  void goesOnWhereverSomeoneStopped() {
    String text = Story.SIXTY.text();
    for (int said = 0; said <= text.length(); said++) {
      assertThat(text.substring(0, said) + Story.SIXTY.after(text.substring(0, said)).text())
          .isEqualTo(text);
    }
  }

  @Test
  void isToldFromTheStartAfterSomethingElse() {
    assertThat(Story.SIXTY.after("Once upon a time")).isEqualTo(Story.SIXTY);
  }
}

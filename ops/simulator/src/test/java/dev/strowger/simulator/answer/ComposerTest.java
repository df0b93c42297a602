package dev.strowger.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.simulator.answer.Answer.Finish;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Limits;
import dev.strowger.simulator.answer.Question.Prompt;
import dev.strowger.simulator.answer.Question.Wanted;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComposerTest {
  private static Question question(String prompt, int maxTokens) {
    return question(prompt, "", maxTokens);
  }

  private static Question question(String prompt, String begun, int maxTokens) {
    return new Question(
        "m",
        new Prompt(prompt, 1, begun, false, false),
        new Limits(maxTokens, List.of()),
        new Delivery(false, false, false),
        new Wanted.Text());
  }

  @Test
  void theSameSeedAndPromptGiveTheSameAnswer() {
    Question question = question("Hello", 1000);

    Answer answer = new Composer(3).compose(question);

    assertThat(new Composer(3).compose(question)).isEqualTo(answer);
    assertThat(new Composer(4).compose(question)).isNotEqualTo(answer);
    assertThat(new Composer(3).compose(question("Hallo", 1000))).isNotEqualTo(answer);
  }

  @Test
  void givesAsManyWordsAsAskedFor() {
    Answer fifty = new Composer(1).compose(question("Answer in 50 words, please", 1000));
    Answer three = new Composer(1).compose(question("a 3 token answer", 1000));

    assertThat(fifty.pieces()).hasSize(50);
    assertThat(fifty.text().split(" ")).hasSize(50);
    assertThat(fifty.finish()).isEqualTo(Finish.COMPLETE);
    assertThat(three.pieces()).hasSize(3);
  }

  @Test
  void goesOnWithWhatItBeganItself() {
    String whole = new Composer(1).compose(question("in 50 words", 1000)).text();
    String begun = whole.substring(0, whole.length() / 2);

    Answer rest = new Composer(1).compose(question("in 50 words", begun, 1000));

    assertThat(begun + rest.text()).isEqualTo(whole);
  }

  @Test
  void goesOnWithWhatAnotherModelBegan() {
    Answer whole = new Composer(1).compose(question("in 50 words", 1000));

    Answer rest = new Composer(1).compose(question("in 50 words", "One two three four", 1000));

    assertThat(rest.pieces()).isEqualTo(whole.pieces().subList(4, 50));
  }

  @Test
  void endsAtTheLimitOfTokens() {
    Answer answer = new Composer(1).compose(question("Answer in 500 words", 10));

    assertThat(answer.pieces()).hasSize(10);
    assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
  }

  @Test
  void noAnswerIsLongerThanTheBound() {
    Answer answer = new Composer(1).compose(question("Answer in 999999 words", Integer.MAX_VALUE));

    assertThat(answer.pieces()).hasSize(Composer.MOST_TOKENS);
  }

  @Test
  void quotesOnlyTheBeginningOfALongPrompt() {
    Answer answer = new Composer(1).compose(question("x".repeat(100_000), 1000));

    assertThat(answer.text()).hasSizeLessThan(600);
  }

  @Test
  void piecesTogetherAreTheText() {
    String text = "  a b\n\nc  d ";

    assertThat(String.join("", Composer.split(text))).isEqualTo(text);
    assertThat(Composer.split(text)).containsExactly("  a", " b", "\n\nc", "  d", " ");
  }
}

package dev.strowger.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final String PIECE =
      "data: {\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"one two\"}}]}\n\n";
  private static final String LAST =
      "data: {\"id\":\"a\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  @Test
  void aWholeStreamIsWell() {
    assertThat(Answers.problem(PIECE + LAST + DONE, true, 2)).isEmpty();
  }

  @Test
  void tellsWhatIsWrongWithAStream() {
    assertThat(Answers.problem(PIECE + LAST, true, 2)).contains("stream without its end");
    assertThat(Answers.problem(PIECE + PIECE + LAST + DONE, true, 2)).isPresent();
    assertThat(Answers.problem(PIECE + DONE, true, 2)).isPresent();
    assertThat(
            Answers.problem(
                PIECE + "data: {\"error\":{\"code\":\"provider_error\"}}\n\n" + DONE, true, 2))
        .contains("stream error provider_error");
  }

  @Test
  void countsTheWordsOfAWholeAnswer() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"one two\"},\"finish_reason\":\"stop\"}]}";

    assertThat(Answers.problem(body, false, 2)).isEmpty();
    assertThat(Answers.problem(body, false, 3)).contains("2 words instead of 3");
  }
}

package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
  private static final Languages languages = Languages.open();

  @Test
  void tellsTheLanguageOfASentenceInThirtyTwoLanguages() throws IOException {
    assertThat(wrong("sentences.txt")).isEmpty();
  }

  /** The prompts by which the weights were chosen. */
  @Test
  void tellsTheLanguageOfMostPromptsOfAFewWords() throws IOException {
    assertThat(wrong("short.txt")).hasSizeLessThanOrEqualTo(5);
  }

  /** Prompts that were written afterwards. */
  @Test
  void tellsTheLanguageOfMostShortPromptsNobodyTunedItBy() throws IOException {
    assertThat(wrong("short-unseen.txt")).hasSizeLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "12345 + 678",
        "{\"a\": [1, 2]}",
        "9f86d081884c7d65",
        "https://example.org/der/die/das",
        "```\nfor (int i = 0; i < n; i++) { sum += values[i]; }\n```",
        "😀😀😀",
        "x",
        "\ud83d"
      })
  void saysNothingOfWhatIsNoLanguage(String text) {
    assertThat(languages.of(text)).isEmpty();
  }

  @Test
  void goesByTheWordsAroundCode() {
    assertThat(
            languages.of(
                "Warum läuft das nicht?\n```java\npublic static void main(String[] a)\n```"))
        .isEqualTo("de");
  }

  @Test
  void looksAtABoundedPart() {
    String german = "Der Vertrag ist fristgerecht zu kündigen. ".repeat(200);

    assertThat(languages.of(german + "This is English. ".repeat(5_000))).isEqualTo("de");
  }

  @Test
  void servesManyThreads() {
    assertThat(
            IntStream.range(0, 200)
                .parallel()
                .mapToObj(
                    i -> languages.of(i % 2 == 0 ? "Guten Morgen zusammen" : "Günaydın herkese"))
                .distinct())
        .containsExactlyInAnyOrder("de", "tr");
  }

  private static List<String> wrong(String file) throws IOException {
    try (InputStream in = LanguagesTest.class.getResourceAsStream(file)) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return all.lines()
          .map(line -> line.split("\\|", 2))
          .filter(line -> !languages.of(line[1]).equals(line[0]))
          .map(line -> line[0] + " taken for '" + languages.of(line[1]) + "': " + line[1])
          .toList();
    }
  }
}

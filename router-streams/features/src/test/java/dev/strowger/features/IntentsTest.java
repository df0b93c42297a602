package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Nine intents of eight examples each, and 68 prompts that are not among them. */
class IntentsTest {
  private static final String NONE = "none";

  /**
   * @param first the likeliest intent is the right one
   * @param sure and has a probability of at least one half
   * @param mistaken another one has that
   * @param kept unrelated prompts for which none has
   */
  private record Tally(int first, int sure, int mistaken, int kept) {}

  @Test
  void wordsAloneAreSureOfFewAndMistakenInNone() throws IOException {
    Intents intents = Intents.byWords(examples());

    Tally tally = tally(text -> intents.of(text, Optional.empty()));

    assertThat(tally.first()).as("of 56 %s", tally).isGreaterThanOrEqualTo(31);
    assertThat(tally.sure()).as("of 56 %s", tally).isGreaterThanOrEqualTo(12);
    assertThat(tally.mistaken()).as("of 56 %s", tally).isZero();
    assertThat(tally.kept()).as("of 12 %s", tally).isEqualTo(12);
  }

  @Test
  void theDirectionIsSureOfMostPromptsAndMistakenInFew() throws IOException {
    try (Embedder embedder = BgeSmallEmbedder.open()) {
      Intents intents = Intents.byDirection(examples(), embedder);

      Tally tally = tally(text -> intents.of(text, Optional.of(embedder.embed(text))));

      assertThat(tally.first()).as("of 56 %s", tally).isGreaterThanOrEqualTo(48);
      assertThat(tally.sure()).as("of 56 %s", tally).isGreaterThanOrEqualTo(40);
      assertThat(tally.mistaken()).as("of 56 %s", tally).isLessThanOrEqualTo(2);
      assertThat(tally.kept()).as("of 12 %s", tally).isEqualTo(12);
    }
  }

  @Test
  void anExampleItselfHasItsIntent() throws IOException {
    Intents intents = Intents.byWords(examples());

    for (Intents.Intent intent : examples()) {
      for (String example : intent.examples()) {
        assertThat(intents.of(example, Optional.empty()).get(intent.name()))
            .as(example)
            .isGreaterThan(0.5);
      }
    }
  }

  @Test
  void oneIntentAloneIsToldFromEverythingElse() {
    Intents intents =
        Intents.byWords(
            List.of(
                new Intents.Intent(
                    "kredi",
                    List.of("Konut kredisi faizi nedir?", "Kredi başvurusu yapmak istiyorum"))));

    assertThat(intents.of("Kredi faizi bugün nedir?", Optional.empty()).get("kredi"))
        .isGreaterThan(0.5);
    assertThat(intents.of("How do volcanoes erupt?", Optional.empty()).get("kredi"))
        .isLessThan(0.3);
    assertThat(intents.of("", Optional.empty()).get("kredi")).isLessThan(0.5);
  }

  @Test
  void learnsTheSameFromTheSame() throws IOException {
    String prompt = "Is this contract binding?";

    assertThat(Intents.byWords(examples()).of(prompt, Optional.empty()))
        .isEqualTo(Intents.byWords(examples()).of(prompt, Optional.empty()));
  }

  @Test
  void refusesIntentsThatCannotBe() {
    assertThatThrownBy(() -> new Intents.Intent("empty", List.of())).hasMessageContaining("empty");
    assertThatThrownBy(() -> Intents.byWords(List.of())).hasMessageContaining("1 to 100");
    Intents.Intent one = new Intents.Intent("one", List.of("a"));
    assertThatThrownBy(() -> Intents.byWords(List.of(one, one))).hasMessageContaining("none twice");
  }

  private static Tally tally(Function<String, Map<String, Double>> classifier) throws IOException {
    int first = 0;
    int sure = 0;
    int mistaken = 0;
    int kept = 0;
    for (String[] line : lines("intent-unseen.txt")) {
      Map<String, Double> found = classifier.apply(line[1]);
      var most = found.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
      if (line[0].equals(NONE)) {
        kept += most.getValue() < 0.5 ? 1 : 0;
        continue;
      }
      first += most.getKey().equals(line[0]) ? 1 : 0;
      sure += found.getOrDefault(line[0], 0.0) >= 0.5 ? 1 : 0;
      mistaken += most.getValue() >= 0.5 && !most.getKey().equals(line[0]) ? 1 : 0;
    }
    return new Tally(first, sure, mistaken, kept);
  }

  private static List<Intents.Intent> examples() throws IOException {
    Map<String, List<String>> examples = new LinkedHashMap<>();
    for (String[] line : lines("intent-examples.txt")) {
      examples.computeIfAbsent(line[0], first -> new ArrayList<>()).add(line[1]);
    }
    return examples.entrySet().stream()
        .map(entry -> new Intents.Intent(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<String[]> lines(String file) throws IOException {
    try (InputStream in = IntentsTest.class.getResourceAsStream(file)) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().map(line -> line.split("\\|", 2)).toList();
    }
  }
}

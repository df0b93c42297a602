package dev.strowger.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.features.Complexity;
import dev.strowger.features.ComplexityModel;
import dev.strowger.features.ComplexityModel.Kind;
import dev.strowger.features.Embedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final List<LabelledPrompt> ROWS = rows(600, 7);
  private static final Training.Learned LEARNED = learn(1);

  @Test
  void learnsWhichPromptsAreHard() {
    Complexity complexity = Complexity.read(LEARNED.model());
    List<LabelledPrompt> unseen = rows(300, 8);
    double[] scores = unseen.stream().mapToDouble(row -> complexity.weakOk(row.prompt())).toArray();

    assertThat(RoutingQuality.of(unseen, scores).apgr()).isGreaterThan(0.7);
    assertThat(Arrays.stream(scores)).allMatch(p -> p > 0 && p < 1);
    assertThat(RoutingQuality.of(ROWS, LEARNED.outOfFold()).apgr()).isGreaterThan(0.7);
  }

  @Test
  void theProbabilityIsHowOftenItDoes() {
    Complexity complexity = Complexity.read(LEARNED.model());
    List<LabelledPrompt> unseen = rows(1000, 9);

    double said =
        unseen.stream().mapToDouble(row -> complexity.weakOk(row.prompt())).average().orElseThrow();
    double done =
        unseen.stream().mapToDouble(row -> row.weakWillDo() ? 1 : 0).average().orElseThrow();

    assertThat(said).isBetween(done - 0.05, done + 0.05);
  }

  @Test
  void sameRowsAndSeedGiveTheSameBytes() {
    assertThat(learn(1).model()).isEqualTo(LEARNED.model());
    assertThat(learn(2).model()).isNotEqualTo(LEARNED.model());
  }

  @Test
  void anEmbeddingIsLearnedFromWhereWordsSayNothing() {
    List<LabelledPrompt> rows = new ArrayList<>();
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      String prompt = "ask number " + random.nextInt(1_000_000);
      rows.add(new LabelledPrompt("s", prompt, !SecretEmbedder.hard(prompt), true));
    }

    Training.Learned learned =
        Training.learn(
            rows,
            new Training.Settings(Kind.EMBEDDING, 1),
            Optional.of(new SecretEmbedder()),
            message -> {});
    Complexity complexity = Complexity.read(learned.model(), new SecretEmbedder());

    for (int i = 0; i < 50; i++) {
      String unseen = "ask number " + (2_000_000 + i);
      assertThat(complexity.weakOk(unseen) < 0.5).isEqualTo(SecretEmbedder.hard(unseen));
    }
    assertThatThrownBy(() -> Complexity.read(learned.model()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs embeddings");
  }

  @Test
  void tooFewRowsAreRefused() {
    assertThatThrownBy(
            () ->
                Training.learn(
                    ROWS.subList(0, 20),
                    new Training.Settings(Kind.LINEAR, 1),
                    Optional.empty(),
                    message -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least");
  }

  private static Training.Learned learn(long seed) {
    return Training.learn(
        ROWS, new Training.Settings(Kind.LINEAR, seed), Optional.empty(), message -> {});
  }

  /** Sums of many numbers are hard, words of greeting are not; one answer in ten is luck. */
  private static List<LabelledPrompt> rows(int count, long seed) {
    Random random = new Random(seed);
    List<LabelledPrompt> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean hard = random.nextBoolean();
      String prompt =
          hard
              ? "Add %d to %d, then take %d percent of the total each week. How many are left?"
                  .formatted(random.nextInt(900), random.nextInt(900), random.nextInt(90))
              : "Please say hello to %s in a friendly way."
                  .formatted(List.of("Ada", "Grace", "Edsger", "Barbara").get(random.nextInt(4)));
      boolean luck = random.nextInt(10) == 0;
      rows.add(
          new LabelledPrompt(hard ? "sums" : "greetings", prompt, hard == luck, !luck || hard));
    }
    return rows;
  }

  /** Sees of a text only what cannot be seen in its words. */
  private static final class SecretEmbedder implements Embedder {
    static boolean hard(String text) {
      return (text.hashCode() * 0x9e3779b1) >>> 31 == 1;
    }

    @Override
    public int dimension() {
      return ComplexityModel.EMBEDDING;
    }

    @Override
    public float[] embed(String text) {
      float[] vector = new float[dimension()];
      vector[hard(text) ? 0 : 1] = 1;
      return vector;
    }

    @Override
    public void close() {}
  }
}

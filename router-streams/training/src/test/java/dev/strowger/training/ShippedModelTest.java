package dev.strowger.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Complexity;
import dev.strowger.features.Embedder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped models over the tenth of the data that they were not learned from. */
class ShippedModelTest {
  private static final double LINEAR_APGR = 0.764;
  private static final double EMBEDDING_APGR = 0.739;

  private static List<LabelledPrompt> heldOut;
  private static List<LabelledPrompt> learnedFrom;

  @BeforeAll
  static void read() {
    List<LabelledPrompt> rows = PromptCsv.labelled(Path.of("data/model-answers.csv.gz"));
    heldOut = rows.stream().filter(LabelledPrompt::heldOut).toList();
    learnedFrom = rows.stream().filter(row -> !row.heldOut()).toList();
  }

  @Test
  void theLinearModelRoutesAsDocumented() {
    Complexity complexity = Complexity.shipped();

    assertThat(complexity.about()).startsWith(learnedFrom.size() + " rows");
    check(complexity, LINEAR_APGR);
  }

  @Test
  void theEmbeddingModelRoutesAsDocumented() {
    try (Embedder embedder = BgeSmallEmbedder.open()) {
      Complexity complexity = Complexity.shipped(embedder);

      assertThat(complexity.about()).startsWith(learnedFrom.size() + " rows");
      check(complexity, EMBEDDING_APGR);
    }
  }

  /** 8-bit arithmetic differs a little between processors. */
  private static void check(Complexity complexity, double documented) {
    double[] scores =
        heldOut.stream().mapToDouble(row -> complexity.weakOk(row.prompt())).toArray();
    for (double score : scores) {
      assertThat(score).isBetween(0.0, 1.0);
    }
    assertThat(RoutingQuality.of(heldOut, scores).apgr()).isCloseTo(documented, within(0.01));
    double said = Arrays.stream(scores).average().orElseThrow();
    double done =
        heldOut.stream().mapToDouble(row -> row.weakWillDo() ? 1 : 0).average().orElseThrow();
    assertThat(said).isCloseTo(done, within(0.04));
  }
}

package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BgeSmallEmbedderTest {
  private static BgeSmallEmbedder embedder;

  @BeforeAll
  static void open() {
    embedder = BgeSmallEmbedder.open();
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void aVectorHasTheDimensionAndLengthOne() {
    float[] vector = embedder.embed("How do I reset my password?");

    assertThat(vector).hasSize(embedder.dimension()).hasSize(384);
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-4));
  }

  @Test
  void alikeMeaningsLieCloserThanUnlikeOnes() {
    float[] asked = embedder.embed("How do I reset my password?");
    double alike = cosine(asked, embedder.embed("I forgot my login credentials, please help"));
    double unlike = cosine(asked, embedder.embed("The boiling point of ethanol at sea level"));

    assertThat(alike).isGreaterThan(unlike + 0.1);
  }

  @Test
  void textBeyondTheLimitIsNotReadAndNothingIsTooLongOrTooShort() {
    String long1 = "word ".repeat(100_000);

    assertThat(embedder.embed(long1)).containsExactly(embedder.embed(long1 + "other"));
    assertThat(embedder.embed("")).hasSize(384);
    assertThat(embedder.embed("x".repeat(1_000_000))).hasSize(384);
    assertThat(embedder.embed("\ud83d \u0000 😀 مرحبا")).hasSize(384);
  }

  @Test
  void manyThreadsGetTheSameVectorAsOne() throws Exception {
    float[] alone = embedder.embed("What is the capital of France?");
    Callable<float[]> task = () -> embedder.embed("What is the capital of France?");

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<float[]> each : threads.invokeAll(List.of(task, task, task, task, task, task))) {
        assertThat(each.get()).containsExactly(alone);
      }
    }
  }

  @Test
  void nothingIsToldToTheLibrarysMakers() {
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ComplexityTest {
  private final Complexity complexity = Complexity.shipped();

  @Test
  void anythingGetsAProbability() {
    List<String> prompts =
        List.of(
            "",
            " \n\t ",
            "?",
            "What is 2 + 2?",
            "a".repeat(1_000_000),
            "1 ".repeat(100_000),
            "A. \n".repeat(10_000),
            "\ud83d\ude00 \ud83d مرحبا 你好",
            "9".repeat(400) + "." + "9".repeat(400),
            "line\r\nline\u0000\u2028end");
    for (String prompt : prompts) {
      assertThat(complexity.weakOk(prompt)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aLastLineThatOnlyAsksForTheAnswerChangesNothing() {
    String question = "Which bone is the longest?\nA. Femur\nB. Tibia";

    assertThat(complexity.weakOk(question + "\nAnswer:")).isEqualTo(complexity.weakOk(question));
  }

  @Test
  void howItemsAreNumberedChangesNothing() {
    String letters = "Which bone is the longest?\nA. Femur\nB. Tibia";
    String numbers = "Which bone is the longest?\n1) Femur\n2) Tibia";

    String bullets = "Which bone is the longest?\n- Femur\n- Tibia";

    assertThat(complexity.weakOk(bullets)).isCloseTo(complexity.weakOk(letters), within(1e-2));
    assertThat(complexity.weakOk(numbers)).isCloseTo(complexity.weakOk(letters), within(1e-3));
  }

  @Test
  void manyThreadsGetTheSameScore() throws Exception {
    double alone = complexity.weakOk("Explain the offside rule.");
    Callable<Double> task = () -> complexity.weakOk("Explain the offside rule.");

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Double> each : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(each.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void theVersionIsThatOfTheBytes() throws Exception {
    assertThat(complexity.version()).matches("[0-9a-f]{12}");
    assertThat(Complexity.read(shipped()).version()).isEqualTo(complexity.version());
  }

  @Test
  void whatIsReadIsWrittenTheSame() throws Exception {
    assertThat(ComplexityFile.write(ComplexityFile.read(shipped()))).isEqualTo(shipped());
  }

  @Test
  void damagedBytesAreRefused() throws Exception {
    byte[] bytes = shipped();
    assertRefused(new byte[0]);
    assertRefused("id,prompt\n1,hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int length : List.of(6, 100, bytes.length / 2, bytes.length - 1)) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      assertRefused(damaged);
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new ComplexityTrees(2, new byte[3], new float[3], new float[5], 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ComplexityTrees(1, new byte[] {-1}, new float[1], new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trait 255");
    assertThatThrownBy(() -> new ComplexityKernel(2, 1, new byte[3], new float[2], new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NGramLine(new byte[3], new short[3], 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void traitsSeeWhatIsThere() {
    ComplexityScan scan =
        ComplexityScan.of(
            "Tom has 1,200 apples and eats 2.5 each day. How many are left?\n"
                + "A. 3 apples\n(b) None\n\nAnswer:");

    assertThat(scan.numbers.count).isEqualTo(3);
    assertThat(scan.numbers.maximum).isEqualTo(1200);
    assertThat(scan.numbers.decimals).isEqualTo(1);
    assertThat(scan.options).isEqualTo(2);
    assertThat(scan.sentences).isEqualTo(2);
    assertThat(scan.questionLength).isEqualTo(" How many are left?".length());
    assertThat(scan.stemAsks).isTrue();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < scan.options; i++) {
      lengths.add(scan.optionLengths[i]);
    }
    assertThat(lengths).containsExactly("3 apples\n".length(), "None".length());
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> Complexity.read(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] shipped() throws IOException {
    try (InputStream in = Complexity.class.getResourceAsStream("complexity-linear.bin")) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }
}

package dev.strowger.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Four prompts: the strong model is right on all, the weak one on two. r goes from 0.5 to 1; each
 * prompt the weak one fails on closes half of the gap.
 */
class RoutingQualityTest {
  private static final List<LabelledPrompt> FOUR =
      List.of(row(false, true), row(true, true), row(false, true), row(true, true));

  @Test
  void theOracleSendsOnlyWhatGains() {
    RoutingQuality quality = RoutingQuality.of(FOUR, RoutingQuality.oracle(FOUR));

    // PGR is 0, 0.5, 1, 1, 1 at c = 0, 1/4 … 1: (0.25 + 0.75 + 1 + 1) / 4.
    assertThat(quality.apgr()).isCloseTo(0.75, within(1e-9));
    assertThat(quality.cpt50()).isCloseTo(0.25, within(1e-9));
    assertThat(quality.cpt80()).isCloseTo(0.4, within(1e-9));
    // r = 0.95 lies nine tenths of the way to the second prompt's end: c = 0.45.
    assertThat(quality.weakShare()).isCloseTo(0.55, within(1e-9));
  }

  @Test
  void aKnownOrderGivesTheAreaUnderItsCurve() {
    // Sent first: a gain, then none, then a gain, then none.
    RoutingQuality quality = RoutingQuality.of(FOUR, new double[] {0.1, 0.2, 0.3, 0.4});

    // PGR is 0, 0.5, 0.5, 1, 1: (0.25 + 0.5 + 0.75 + 1) / 4.
    assertThat(quality.apgr()).isCloseTo(0.625, within(1e-9));
    assertThat(quality.cpt50()).isCloseTo(0.25, within(1e-9));
    assertThat(quality.cpt80()).isCloseTo(0.65, within(1e-9));
  }

  @Test
  void equalScoresAreWorthWhatChanceIs() {
    RoutingQuality quality = RoutingQuality.of(FOUR, RoutingQuality.random(FOUR));

    assertThat(quality.apgr()).isCloseTo(0.5, within(1e-9));
    assertThat(quality.cpt50()).isCloseTo(0.5, within(1e-9));
    assertThat(quality.cpt80()).isCloseTo(0.8, within(1e-9));
    assertThat(quality.weakShare()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void aWorseAnswerOfTheStrongModelCounts() {
    List<LabelledPrompt> rows =
        List.of(row(true, false), row(false, true), row(false, true), row(true, true));

    // Sent first: the loss. PGR is 0, -1, 0, 1, 1: (-0.5 - 0.5 + 0.5 + 1) / 4.
    assertThat(RoutingQuality.of(rows, new double[] {1, 2, 3, 4}).apgr())
        .isCloseTo(0.125, within(1e-9));
    // Sent last: PGR is 0, 1, 2, 2, 1: (0.5 + 1.5 + 2 + 1.5) / 4.
    assertThat(RoutingQuality.of(rows, RoutingQuality.oracle(rows)).apgr())
        .isCloseTo(1.375, within(1e-9));
  }

  @Test
  void withoutAGapThereIsNothingToMeasure() {
    List<LabelledPrompt> rows = List.of(row(true, true), row(false, false));

    assertThatThrownBy(() -> RoutingQuality.of(rows, new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not better");
  }

  @Test
  void intervalsHoldTheValueAndAreTheSameForTheSameSeed() {
    List<LabelledPrompt> rows =
        new Random(3)
            .ints(400, 0, 100)
            .mapToObj(i -> new LabelledPrompt("a", "p" + i, i < 60, i < 80))
            .toList();
    double[] scores = rows.stream().mapToDouble(row -> row.prompt().hashCode() % 7).toArray();

    RoutingQuality.Estimates once = RoutingQuality.bootstrap(rows, scores, 200, new Random(1));
    RoutingQuality.Estimates again = RoutingQuality.bootstrap(rows, scores, 200, new Random(1));

    assertThat(once).isEqualTo(again);
    assertThat(once.apgr().value()).isBetween(once.apgr().low(), once.apgr().high());
    assertThat(once.apgr().high() - once.apgr().low()).isBetween(0.01, 0.5);
  }

  @Test
  void theTableTellsSourcesApart() {
    List<LabelledPrompt> rows =
        List.of(
            new LabelledPrompt("one/a", "1", false, true),
            new LabelledPrompt("one/b", "2", true, true),
            new LabelledPrompt("two", "3", false, true),
            new LabelledPrompt("two", "4", true, true));

    List<Evaluation.Line> lines = Evaluation.of(rows, new double[] {0, 1, 1, 0}, 10, 1);

    assertThat(lines)
        .extracting(line -> line.source() + " " + line.router() + " " + line.rows())
        .containsExactly(
            "one model 2",
            "one random 2",
            "one oracle 2",
            "two model 2",
            "two random 2",
            "two oracle 2",
            "together model 4",
            "together random 4",
            "together oracle 4");
    assertThat(lines.get(0).quality().apgr().value()).isCloseTo(0.75, within(1e-9));
    assertThat(lines.get(3).quality().apgr().value()).isCloseTo(0.25, within(1e-9));
  }

  private static LabelledPrompt row(boolean weak, boolean strong) {
    return new LabelledPrompt("source", "prompt", weak, strong);
  }
}

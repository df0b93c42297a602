package dev.strowger.bench.savings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.bench.savings.Calibration.Scored;
import dev.strowger.training.LabelledPrompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final LabelledPrompt EASY = new LabelledPrompt("a", "easy", true, true);
  private static final LabelledPrompt HARD = new LabelledPrompt("a", "hard", false, true);
  private static final LabelledPrompt ODD = new LabelledPrompt("a", "odd", true, false);

  @Test
  void theWeakModelGetsAllThatCostsNoMoreThanIsAllowed() {
    Scored scored = new Scored(List.of(EASY, HARD, EASY, HARD), new double[] {0.1, 0.2, 0.3, 0.4});

    assertThat(Calibration.theta(scored, 1)).isBetween(0.1, 0.2);
    assertThat(Calibration.theta(scored, 0.75)).isBetween(0.3, 0.4);
    assertThat(Calibration.theta(scored, 0.5)).isGreaterThan(0.4);
  }

  @Test
  void whatTheWeakModelAloneGetsRightMakesUpForALoss() {
    Scored scored = new Scored(List.of(HARD, ODD, HARD), new double[] {0.1, 0.2, 0.3});

    assertThat(Calibration.theta(scored, 1)).isBetween(0.2, 0.3);
  }

  @Test
  void rowsOfTheSameComplexityStayTogether() {
    Scored scored = new Scored(List.of(EASY, EASY, HARD), new double[] {0.1, 0.2, 0.2});

    assertThat(Calibration.theta(scored, 1)).isBetween(0.1, 0.2);
  }

  @Test
  void withoutAnyPromptThatCanBeSparedAllGoToTheStrongModel() {
    Scored scored = new Scored(List.of(HARD, EASY), new double[] {0.1, 0.2});

    assertThat(Calibration.theta(scored, 1)).isZero();
  }
}

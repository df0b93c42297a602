package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.ExperimentTerms;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArmFiguresTest {
  private static final ExperimentTerms.Guard GUARD =
      new ExperimentTerms.Guard(
          Optional.of(0.05), Optional.of(5_000), Optional.of(1.5), 50, 600_000);
  private static final ArmFigures CONTROL = new ArmFigures(500, 5, 900, 100);

  @Test
  void aTreatmentThatIsAsGoodGoesOn() {
    assertThat(ArmFigures.objection(GUARD, CONTROL, new ArmFigures(100, 5, 5_000, 150))).isEmpty();
  }

  @Test
  void nothingIsSaidOfAFewCalls() {
    assertThat(ArmFigures.objection(GUARD, CONTROL, new ArmFigures(49, 49, 9_000, 900))).isEmpty();
  }

  @Test
  void eachBoundStopsItWithItsFigures() {
    assertThat(ArmFigures.objection(GUARD, CONTROL, new ArmFigures(100, 6, 1, 1)))
        .contains("6 of 100 requests had no answer, more than 0.05");
    assertThat(ArmFigures.objection(GUARD, CONTROL, new ArmFigures(100, 0, 5_001, 1)))
        .contains("95 % of requests took up to 5001 ms, more than 5000");
    assertThat(ArmFigures.objection(GUARD, CONTROL, new ArmFigures(100, 0, 1, 151)))
        .contains("a request cost 1.51 times that of the control arm, more than 1.5");
  }

  @Test
  void withoutCostInTheControlArmNoRatioIsTold() {
    assertThat(ArmFigures.objection(GUARD, ArmFigures.NONE, new ArmFigures(100, 0, 1, 900)))
        .isEmpty();
  }
}

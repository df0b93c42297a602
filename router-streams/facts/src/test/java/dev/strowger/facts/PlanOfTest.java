package dev.strowger.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Acceptance;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Decision.Role;
import dev.strowger.policy.Decision.Step;
import dev.strowger.records.Consistency;
import dev.strowger.records.PlanStep;
import dev.strowger.records.StepRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanOfTest {
  private static final Acceptance ACCEPT =
      new Acceptance(
          true,
          List.of("same"),
          true,
          OptionalInt.of(3),
          OptionalInt.of(4000),
          OptionalDouble.of(-1.5),
          Optional.of(new Acceptance.Consistency(5, 0.8)),
          Optional.of(new Acceptance.Judge("ollama/llama-3.1", 0.7, "polite")));

  @Test
  void anAnswerCarriesItsGatesAndTheStepBehindItJudgesByThem() {
    Decision.Planned planned = planned();
    Step first = planned.steps().getFirst();
    Decision.Planned judged =
        new Decision.Planned(
            planned.route(),
            List.of(
                with(first, Role.ANSWER, Optional.of(ACCEPT)),
                with(first, Role.JUDGE, Optional.empty()),
                planned.steps().getLast()),
            List.of(),
            List.of(),
            planned.terms());

    List<PlanStep> steps = PlanOf.planned(judged, "v", true, "").getSteps();
    assertThat(steps)
        .extracting(PlanStep::getRole)
        .containsExactly(StepRole.ANSWER, StepRole.JUDGE, StepRole.ANSWER);
    assertThat(steps.getFirst().getAccept())
        .isEqualTo(
            new dev.strowger.records.Acceptance(
                true, List.of("same"), true, 3, 4000, -1.5, new Consistency(5, 0.8)));
    assertThat(steps.get(1).getJudgeAtLeast()).isEqualTo(0.7);
    assertThat(steps.get(1).getJudgeCriteria()).isEqualTo("polite");
    assertThat(steps.get(1).getAccept()).isNull();
    assertThat(steps.getLast().getAccept()).isNull();
  }

  @Test
  void aJudgeThatNamesItsOwnTermsJudgesByThose() {
    Decision.Planned planned = planned();
    PlanStep judge =
        PlanStepOf.alone(
            with(planned.steps().getFirst(), Role.JUDGE, Optional.of(ACCEPT)), Map.of("a", "b"));

    assertThat(judge.getJudgeAtLeast()).isEqualTo(0.7);
    assertThat(judge.getSafety()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void anExplanationIsOneShortLineOfPrintableAscii() {
    Decision.Planned planned = planned();
    Decision.Planned odd =
        new Decision.Planned(
            "bücher\n" + "x".repeat(600),
            planned.steps(),
            planned.candidates(),
            planned.rules(),
            planned.terms());

    assertThat(Explanation.of(odd))
        .startsWith("route=b?cher?xxx")
        .endsWith("...")
        .hasSize(Explanation.MAX_CHARS);
  }

  @Test
  void anExplanationNamesWhatMadeTheDifference() {
    Decision.Planned planned = planned();
    Decision.Candidate out = planned.candidates().getFirst();
    Decision.Planned trial =
        new Decision.Planned(
            "mid",
            planned.steps(),
            List.of(
                new Decision.Candidate(
                    out.provider(), out.model(), 1, -1, "excluded: down", Map.of())),
            List.of("eu", "cheap"),
            new Decision.Terms(
                "cheapest",
                Map.of(),
                planned.terms().budget(),
                Optional.empty(),
                Optional.of(new Decision.Arm("trial", "d", false)),
                List.of()));

    assertThat(Explanation.of(trial))
        .isEqualTo(
            "route=mid; strategy=cheapest; target=ollama/llama-3.1 (direct);"
                + " experiment=trial/control; excluded=1; rules=eu,cheap");
  }

  private static Step with(Step step, Role role, Optional<Acceptance> accept) {
    return new Step(
        step.provider(),
        step.model(),
        role,
        step.maxLatencyMs(),
        step.card(),
        step.resilience(),
        accept,
        step.reason());
  }

  private static Decision.Planned planned() {
    return (Decision.Planned)
        Policies.SAMPLE.decide(CallFacts.plain("r", "t", "ollama/llama-3.1", false, Map.of()));
  }
}

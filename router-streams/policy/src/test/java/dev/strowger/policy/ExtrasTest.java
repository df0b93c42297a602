package dev.strowger.policy;

import static dev.strowger.policy.Build.call;
import static dev.strowger.policy.Build.can;
import static dev.strowger.policy.Build.candidates;
import static dev.strowger.policy.Build.in;
import static dev.strowger.policy.Build.places;
import static dev.strowger.policy.Build.reasons;
import static dev.strowger.policy.Build.refused;
import static dev.strowger.policy.Build.sized;
import static dev.strowger.policy.Build.target;
import static dev.strowger.policy.Manifests.planned;
import static dev.strowger.policy.Manifests.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.strowger.policy.Build.Way;
import dev.strowger.policy.Build.Whole;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Judges, experiments and shadows. */
class ExtrasTest {
  private static Way judged() {
    return new Way(
            "r",
            Build.gated("a/one", Build.judged("openai/judge")),
            Build.gated("b/two", Build.judged("openai/judge")))
        .order(new Strategy.Order.Priority());
  }

  private static List<Decision.Role> roles(Decision decision) {
    return planned(decision).steps().stream().map(Decision.Step::role).toList();
  }

  @Test
  void aJudgeStandsBehindWhomItJudgesAndTheLastAnswerIsGivenAsItIs() {
    Decision.Planned plan = planned(Whole.of(judged()).policy().decide(call("r").facts()));

    assertThat(targets(plan)).containsExactly("a/one", "openai/judge", "b/two");
    assertThat(roles(plan))
        .containsExactly(Decision.Role.ANSWER, Decision.Role.JUDGE, Decision.Role.ANSWER);
    assertThat(reasons(plan)).containsExactly("first", "judges a/one", "next");
    assertThat(plan.steps())
        .extracting(Decision.Step::accept)
        .containsExactly(
            Optional.of(Build.judged("openai/judge")),
            Optional.of(Build.judged("openai/judge")),
            Optional.empty());
    assertThat(plan.steps())
        .extracting(Decision.Step::resilience)
        .containsExactly(Build.PLACED.inner(), Build.PLACED.inner(), Build.PLACED.last());
    assertThat(plan.candidates()).extracting(Decision.Candidate::position).containsExactly(0, 2);
  }

  @Test
  void aJudgeThatMayNotOrCannotBeAskedIsLeftOutAndTheStepSaysSo() {
    Whole whole =
        Whole.of(judged())
            .rule("eu", ConstraintsTest.dataClass("pii"), in("EU"))
            .card("a/one", places("DE"))
            .card("b/two", places("DE"));

    Decision.Planned plan = planned(whole.policy().decide(call("r").classes("pii").facts()));
    assertThat(targets(plan)).containsExactly("a/one", "b/two");
    assertThat(plan.steps().getFirst().reason())
        .isEqualTo("first; judge openai/judge left out: rule eu: its jurisdictions are not known");
    assertThat(plan.steps().getFirst().accept()).contains(Build.NO_REFUSAL);

    assertThat(reasons(whole.policy().decide(call("r").down("openai").facts())).getFirst())
        .isEqualTo("first; judge openai/judge left out: it is down");
    assertThat(
            reasons(
                    whole
                        .card("openai/judge", sized(Optional.of(1200)))
                        .policy()
                        .decide(call("r").tokens(1000).facts()))
                .getFirst())
        .isEqualTo("first; judge openai/judge left out: some 1500 tokens do not fit its 1200");
  }

  static Experiment trial(Optional<Instant> start, Optional<Instant> end) {
    return new Experiment(
        "trial",
        0.2,
        Optional.of(Strategy.Sticky.USER),
        start,
        end,
        List.of(target("c/new"), target("b/two", 0, 1)),
        Optional.empty(),
        "d1");
  }

  static Way tried(Experiment trial) {
    return new Way("r", target("a/one"), target("b/two", 0, 1))
        .fallback("openai/last")
        .experiment(trial);
  }

  private static Optional<Decision.Arm> arm(Decision decision) {
    return planned(decision).terms().arm();
  }

  @Test
  void theTreatmentsTargetsStandBeforeTheRoutesOwn() {
    Policy policy = Whole.of(tried(trial(Optional.empty(), Optional.empty()))).policy();
    Map<Boolean, Integer> arms = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      Decision decision = policy.decide(call("id" + i).user("u" + i).facts());
      boolean treatment = arm(decision).orElseThrow().treatment();
      arms.merge(treatment, 1, Integer::sum);
      assertThat(targets(decision))
          .isEqualTo(
              treatment
                  ? List.of("c/new", "b/two", "a/one", "openai/last")
                  : List.of("a/one", "b/two", "openai/last"));
      assertThat(arm(policy.decide(call("other" + i).user("u" + i).facts())))
          .contains(new Decision.Arm("trial", "d1", treatment));
    }
    assertThat(arms.getOrDefault(true, 0) / 10_000.0).isCloseTo(0.2, within(0.02));
  }

  @Test
  void anExperimentBeginsAndEndsAndIsStopped() {
    Policy policy =
        Whole.of(
                tried(
                    trial(
                        Optional.of(Instant.parse("2026-12-01T00:00:00Z")),
                        Optional.of(Instant.parse("2026-12-08T00:00:00Z")))))
            .policy();

    assertThat(arm(policy.decide(call("r").at("2026-11-30T23:59:59.999Z").facts()))).isEmpty();
    assertThat(arm(policy.decide(call("r").at("2026-12-01T00:00:00Z").facts()))).isPresent();
    assertThat(arm(policy.decide(call("r").at("2026-12-08T00:00:00Z").facts()))).isEmpty();
    assertThat(arm(policy.decide(call("r").stopped("trial@d0").facts()))).isPresent();
    assertThat(arm(policy.decide(call("r").stopped("trial@d1").facts()))).isEmpty();
  }

  @Test
  void aCallThatOnlyOneArmCouldAnswerIsInNoExperiment() {
    Experiment trial = trial(Optional.empty(), Optional.empty());
    Whole whole =
        Whole.of(new Way("r", target("a/one")).experiment(trial))
            .card("a/one", can("vision"))
            .card("b/two", can("tools"))
            .card("c/new", can("tools"));

    for (int i = 0; i < 50; i++) {
      assertThat(arm(whole.policy().decide(call("r" + i).needs("vision").facts()))).isEmpty();
      assertThat(refused(whole.policy().decide(call("r" + i).needs("tools").facts())).code())
          .isEqualTo("capability_not_available");
    }
  }

  @Test
  void shadowsAreDrawnByRequestEachForItself() {
    Policy policy =
        Whole.of(
                new Way("r", target("a/one"))
                    .shadows(
                        new Shadow("x", 0.3, target("b/two"), 60, 5),
                        new Shadow("y", 0.3, target("c/three"), 0, 0)))
            .policy();
    int x = 0;
    int both = 0;
    for (int i = 0; i < 10_000; i++) {
      List<String> names =
          planned(policy.decide(call("id-" + i).facts())).terms().shadows().stream()
              .map(Decision.ShadowCopy::shadow)
              .toList();
      x += names.contains("x") ? 1 : 0;
      both += names.size() == 2 ? 1 : 0;
    }
    assertThat(x / 10_000.0).isCloseTo(0.3, within(0.025));
    assertThat(both / 10_000.0).isCloseTo(0.09, within(0.015));
  }

  @Test
  void aShadowThatIsForbiddenDownOrIncapableGetsNoCopy() {
    Policy policy =
        Whole.of(new Way("r", target("a/one")).shadows(new Shadow("x", 1, target("b/two"), 60, 5)))
            .rule("eu", ConstraintsTest.dataClass("pii"), in("EU"))
            .card("a/one", places("DE"))
            .card("b/two", sized(Optional.of(2000), "tools"))
            .policy();

    assertThat(shadows(policy, call("r").needs("tools")))
        .containsExactly(
            new Decision.ShadowCopy(
                "x",
                new Decision.Step(
                    "b",
                    "two",
                    Decision.Role.ANSWER,
                    Optional.empty(),
                    sized(Optional.of(2000), "tools"),
                    Build.PLACED.last(),
                    Optional.empty(),
                    "shadow x"),
                60,
                5));
    assertThat(shadows(policy, call("r").needs("vision"))).isEmpty();
    assertThat(shadows(policy, call("r").down("b/two"))).isEmpty();
    assertThat(shadows(policy, call("r").classes("pii"))).isEmpty();
    assertThat(shadows(policy, call("r").tokens(2001))).isEmpty();
  }

  private static List<Decision.ShadowCopy> shadows(Policy policy, Call call) {
    return planned(policy.decide(call.facts())).terms().shadows();
  }

  @Test
  void aRouteWithoutAnyOfThisHasNoTermsOfIt() {
    Decision.Terms terms =
        planned(Whole.of(new Way("r", target("a/one"))).policy().decide(call("r").facts())).terms();

    assertThat(terms)
        .isEqualTo(
            new Decision.Terms(
                "weighted", Map.of(), Build.BUDGET, Optional.empty(), Optional.empty(), List.of()));
  }

  @Test
  void aModelWhoseRoutesDoNotFitIsSaidToExist() {
    Policy policy =
        Whole.of(
                new Way("r", target("a/one"))
                    .match(
                        new Match(
                            List.of(new ModelPattern("m", false)),
                            Match.Who.ANY,
                            Match.Asked.ANY,
                            new Match.Prompt(
                                Map.of("code", 0.5), Set.of(), Set.of(), Match.Span.ANY),
                            Optional.empty())))
            .policy();

    assertThat(refused(policy.decide(call("r").facts())).message())
        .startsWith("The model \"m\" is not for requests like this one: no route's");
    assertThat(refused(policy.decide(call("r").model("n").facts())).message())
        .startsWith("The model \"n\" does not exist here.");
    assertThat(targets(policy.decide(call("r").intents(Map.of("code", 0.5)).facts())))
        .containsExactly("a/one");
  }

  @Test
  void everyCandidateIsNamedOnce() {
    Policy policy = Whole.of(tried(trial(Optional.empty(), Optional.empty()))).policy();

    IntStream.range(0, 100)
        .mapToObj(i -> candidates(policy.decide(call("r" + i).facts())))
        .forEach(all -> assertThat(all).doesNotHaveDuplicates().hasSizeBetween(3, 4));
  }
}

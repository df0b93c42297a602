package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Decision;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.HealthState;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.StepRole;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for a plan as a whole, on its way through the topology. */
class TermsTest {
  private static final String DIRECT = "openai/gpt-4o-mini";
  private static final Decision.Cache CACHE =
      new Decision.Cache(
          OptionalDouble.of(0.95), 60_000, true, true, Set.of(DIRECT, "a/b"), "space-1");

  @Test
  void aPlanBeginsWithTheCacheWhileItsPoolLives() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(bench, planned -> cached(planned, CACHE));
      bench.ask(Samples.request("before", DIRECT));
      bench.down.changed("cache", heartbeat(HealthState.UP));
      bench.ask(Samples.request("during", DIRECT));
      bench.pass(Duration.ofSeconds(8));
      bench.ask(Samples.request("after", DIRECT));

      assertThat(bench.routed("openai"))
          .extracting(r -> r.getRequest().getRequestId())
          .containsExactly("before", "after");
      Plan plan = bench.routed("cache").getFirst().getPlan();
      assertThat(plan.getSteps())
          .extracting(PlanStep::getRole)
          .containsExactly(StepRole.CACHE, StepRole.ANSWER);
      assertThat(plan.getCache())
          .isEqualTo(
              new CacheTerms(true, 0.95, 60_000L, true, true, List.of("a/b", DIRECT), "space-1"));
    }
  }

  @Test
  void noAnswerIsLookedForWhenTheClientWantsAFreshOne() {
    try (Bench bench = Bench.withPolicy()) {
      bench.down.changed("cache", heartbeat(HealthState.UP));
      OtherwisePolicy.on(
          bench,
          planned ->
              cached(
                  planned,
                  new Decision.Cache(OptionalDouble.empty(), 1, false, true, Set.of(), "s")));
      bench.ask(Samples.request("r1", DIRECT));

      Plan plan = bench.routed("openai").getFirst().getPlan();
      assertThat(plan.getCache().getWrite()).isTrue();
      assertThat(plan.getCache().getThreshold()).isNull();
    }
  }

  @Test
  void aCacheThatSaysItIsDownIsNotAsked() {
    try (Bench bench = Bench.withPolicy()) {
      bench.down.changed("cache", heartbeat(HealthState.DOWN));
      OtherwisePolicy.on(bench, planned -> cached(planned, CACHE));
      bench.ask(Samples.request("r1", DIRECT));

      assertThat(bench.routed("openai")).hasSize(1);
    }
  }

  @Test
  void everyEventOfARequestSaysItsTeamAndItsArm() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(bench, TermsTest::inTheTreatment);
      RequestRecord request =
          RequestRecord.newBuilder(Samples.request("r1", DIRECT)).setTeam("cards").build();
      bench.ask(request);
      assertThat(((OpenRequest) bench.state("r1")).getArm()).isEqualTo("treatment");
      bench.claim(Samples.attempt("r1", 1, 7));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));

      assertThat(bench.routed("openai").getFirst().getPlan().getExperiment()).isEqualTo("trial");
      assertThat(bench.events())
          .hasSize(2)
          .allSatisfy(
              event -> {
                assertThat(event.getTeam()).isEqualTo("cards");
                assertThat(event.getExperiment()).isEqualTo("trial");
                assertThat(event.getArm()).isEqualTo("treatment");
              });
      DecisionRecord decision = bench.decisions().getFirst();
      assertThat(decision.getExperiment()).isEqualTo("trial");
      assertThat(decision.getArm()).isEqualTo("treatment");
      assertThat(decision.getTeam()).isEqualTo("cards");
    }
  }

  @Test
  void anExpiredRequestIsStillPartOfItsExperiment() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(bench, TermsTest::inTheTreatment);
      bench.ask(Samples.request("r1", DIRECT));
      bench.pass(Samples.PATIENCE.plus(LedgerTerms.DEFAULT.grace()).plusSeconds(2));

      assertThat(bench.events().getFirst().getArm()).isEqualTo("treatment");
    }
  }

  @Test
  void aCopyForEachShadowGoesBesideTheCaller() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(bench, planned -> shadowed(planned, "one", "two"));
      RequestRecord request = Samples.request("r1", DIRECT);
      bench.ask(request);

      assertThat(bench.routed("openai").getFirst().getPlan().getKeepAnswer()).isTrue();
      assertThat(bench.decisions().getFirst().getShadows()).containsExactly("one", "two");
      var copies = bench.records(Topics.SHADOW);
      assertThat(copies).extracting(c -> c.key).containsOnly("r1");
      assertThat(copies).extracting(c -> c.value.getShadow()).containsExactly("one", "two");
      ShadowRecord copy = copies.getFirst().value;
      assertThat(copy.getRequest()).isEqualTo(request);
      assertThat(copy.getRoute()).isEqualTo("direct");
      assertThat(copy.getStep().getModel()).isEqualTo("gpt-4o-mini");
      assertThat(copy.getPerMinute()).isEqualTo(60);
      assertThat(copy.getDailyMicros()).isEqualTo(1_000_000);
      assertThat(copy.getAt()).isEqualTo(Samples.START);
      assertThat(bench.count("shadows", "copy", "sent")).isEqualTo(2);
    }
  }

  @Test
  void aCopyThatIsTooLargeIsNotMadeAndTheCallerIsServed() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(
          bench, planned -> shadowed(planned, "short", "x".repeat(Bench.MAX_RECORD_BYTES)));
      bench.ask(Samples.request("r1", DIRECT));

      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.shadows()).extracting(ShadowRecord::getShadow).containsExactly("short");
      assertThat(bench.count("shadows", "copy", "too_large")).isEqualTo(1);
    }
  }

  @Test
  void aRequestThatIsRefusedForItsSizeIsNotCopied() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(bench, planned -> shadowed(planned, "one"));
      bench.ask(
          Samples.request("r1", DIRECT, Samples.START, new byte[Bench.MAX_RECORD_BYTES - 600]));
      bench.ask(Samples.request("r2", DIRECT, Samples.START, new byte[Bench.MAX_RECORD_BYTES]));

      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.shadows())
          .extracting(copy -> copy.getRequest().getRequestId())
          .containsExactly("r1");
    }
  }

  @Test
  void whatARuleForbidsIs403WithTheRulesNames() {
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(
          bench,
          (call, decision) ->
              new Decision.Refused(
                  403,
                  "policy_denied",
                  "No permitted model: personal-data-in-the-eu.",
                  decision.candidates(),
                  List.of("personal-data-in-the-eu")));
      bench.ask(
          RequestRecord.newBuilder(Samples.request("r1", DIRECT))
              .setTeam("cards")
              .setExplain(true)
              .build());

      ReplyRecord reply = bench.replies().getFirst();
      assertThat(reply.getResult())
          .isEqualTo(
              new Failure(
                  403,
                  "invalid_request_error",
                  "policy_denied",
                  null,
                  "No permitted model: personal-data-in-the-eu.",
                  null));
      assertThat(reply.getExplanation())
          .isEqualTo("refused=policy_denied; rules=personal-data-in-the-eu");
      EventRecord event = bench.events().getFirst();
      assertThat(event.getTeam()).isEqualTo("cards");
      assertThat(((Terminal) event.getDetail()).getOutcome()).isEqualTo(Outcome.REFUSED);
      assertThat(((Terminal) event.getDetail()).getFailure()).isEqualTo("policy_denied");
      assertThat(bench.decisions().getFirst().getRules())
          .containsExactly("personal-data-in-the-eu");
    }
  }

  @Test
  void saysWhyOnlyToClientsThatAsk() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.ask(RequestRecord.newBuilder(Samples.request("r2", DIRECT)).setExplain(true).build());

      assertThat(bench.routed("openai"))
          .extracting(r -> r.getPlan().getExplanation())
          .containsExactly("", "route=direct; strategy=direct; target=openai/gpt-4o-mini (direct)");
    }
  }

  private static Decision.Planned cached(Decision.Planned planned, Decision.Cache cache) {
    return with(planned, Optional.of(cache), Optional.empty(), List.of());
  }

  private static Decision.Planned inTheTreatment(Decision.Planned planned) {
    return with(
        planned, Optional.empty(), Optional.of(new Decision.Arm("trial", "d1", true)), List.of());
  }

  private static Decision.Planned shadowed(Decision.Planned planned, String... names) {
    return with(
        planned,
        Optional.empty(),
        Optional.empty(),
        List.of(names).stream()
            .map(name -> new Decision.ShadowCopy(name, planned.steps().getFirst(), 60, 1_000_000))
            .toList());
  }

  private static Decision.Planned with(
      Decision.Planned planned,
      Optional<Decision.Cache> cache,
      Optional<Decision.Arm> arm,
      List<Decision.ShadowCopy> shadows) {
    Decision.Terms terms = planned.terms();
    return new Decision.Planned(
        planned.route(),
        planned.steps(),
        planned.candidates(),
        planned.rules(),
        new Decision.Terms(terms.strategy(), Map.of(), terms.budget(), cache, arm, shadows));
  }

  private static ProviderHealth heartbeat(HealthState state) {
    return new ProviderHealth("cache", "cache", state, false, Samples.START, "", "", "w1", null);
  }
}

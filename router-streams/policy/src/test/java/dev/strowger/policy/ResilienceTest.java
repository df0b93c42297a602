package dev.strowger.policy;

import static dev.strowger.policy.Manifests.call;
import static dev.strowger.policy.Manifests.planned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResilienceTest {
  private static final List<String> KINDS =
      List.of("rate_limited", "overloaded", "unreachable", "provider_error");

  @Test
  void hasTheseDefaults() {
    Decision.Planned plan =
        planned(Manifests.policy(Manifests.ROUTES).decide(call("r", "gpt-4o-mini")));

    Resilience inner =
        new Resilience(
            new Resilience.Timeouts(5_000, 60_000, 10_000, 10_000, 600_000),
            new Resilience.Retry(3, KINDS, 250, 2_000, 5_000),
            new Resilience.Moving(
                List.of(
                    "rate_limited",
                    "overloaded",
                    "unreachable",
                    "timeout",
                    "unsupported",
                    "authentication",
                    "not_found",
                    "provider_error",
                    "context_length"),
                Optional.empty(),
                true),
            new Resilience.Breaker(20, 5, 50, 5_000, 20_000),
            new Resilience.Ceiling(0, 0));
    Resilience last =
        new Resilience(
            new Resilience.Timeouts(5_000, 60_000, 60_000, 10_000, 600_000),
            inner.retry(),
            inner.moving(),
            inner.breaker(),
            inner.ceiling());
    assertThat(plan.terms().budget()).isEqualTo(new Budget(12, 0));
    assertThat(plan.steps())
        .extracting(Decision.Step::resilience)
        .containsExactly(inner, inner, last);
  }

  @Test
  void aModelThatThinksFirstMayTakeItsTimeUnlessTheManifestSaysOtherwise() {
    String models =
        """
        models:
          - {provider: openai, model: thinker, capabilities: [reasoning], context_window: 9000,
             price: {input: 1, output: 1}}
        """;
    String routes =
        """
        ai_routes:
          - name: a
            match: {model: m}
            targets: [{provider: openai, model: thinker}, {provider: openai, model: x, weight: 0}]
        """;

    Decision.Planned plan = planned(policy(routes, models).decide(call("r", "m")));
    assertThat(plan.steps())
        .extracting(step -> step.resilience().timeouts().firstTokenMs())
        .containsExactly(60_000, 60_000);
    assertThat(plan.steps())
        .extracting(Decision.Step::contextWindow)
        .containsExactly(Optional.of(9000), Optional.empty());

    String explicit = routes + "resilience: {timeouts: {first_token_ms: 700}}\n";
    assertThat(planned(policy(explicit, models).decide(call("r", "m"))).steps())
        .extracting(step -> step.resilience().timeouts().firstTokenMs())
        .containsExactly(700, 700);
  }

  @Test
  void aTargetStandsOverItsRouteAndTheRouteOverTheWhole() {
    Policy policy =
        Manifests.policy(
            """
            resilience:
              timeouts: {connect_ms: 1, idle_ms: 1000, total_ms: 9000}
              retry: {on: [overloaded], max_attempts: 2}
              budget: {attempts: 5, total_ms: 8000}
              ceiling: {concurrent: 7}
            ai_routes:
              - name: a
                match: {model: m}
                targets:
                  - provider: openai
                    model: x
                    resilience:
                      timeouts: {connect_ms: 3}
                      stream_guard: rescue
                      hedge: {after_ms: 0}
                  - {provider: anthropic, model: y, weight: 0}
                fallback: ollama/z
                resilience:
                  timeouts: {connect_ms: 2, idle_ms: 2000}
                  advance_on: [timeout, bad_request]
                  stream_guard: error
                  hedge: {after_ms: 800}
                  budget: {attempts: 6}
            """);

    Decision.Planned plan = planned(policy.decide(call("r", "m")));
    Resilience target = plan.steps().get(0).resilience();
    Resilience route = plan.steps().get(1).resilience();

    assertThat(target.timeouts()).isEqualTo(new Resilience.Timeouts(3, 9000, 9000, 2000, 9000));
    assertThat(target.moving())
        .isEqualTo(
            new Resilience.Moving(List.of("timeout", "bad_request"), Optional.empty(), true));
    assertThat(route.moving())
        .isEqualTo(
            new Resilience.Moving(List.of("timeout", "bad_request"), Optional.of(800), false));
    assertThat(target.retry())
        .isEqualTo(new Resilience.Retry(2, List.of("overloaded"), 250, 2000, 5000));
    assertThat(route.timeouts().connectMs()).isEqualTo(2);
    assertThat(plan.steps().get(2).resilience()).isEqualTo(route);
    assertThat(plan.terms().budget()).isEqualTo(new Budget(6, 8000));

    Decision.Planned direct = planned(policy.decide(call("r", "openai/x")));
    assertThat(direct.steps().getFirst().resilience().timeouts())
        .isEqualTo(new Resilience.Timeouts(1, 9000, 9000, 1000, 9000));
    assertThat(direct.steps().getFirst().resilience().ceiling())
        .isEqualTo(new Resilience.Ceiling(7, 0));
    assertThat(direct.terms().budget()).isEqualTo(new Budget(5, 8000));
  }

  @Test
  void itDoesNotMatterWhichTwoOfThreeLayersAreLaidOverEachOtherFirst() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      ResilienceLayer target = layer(random);
      ResilienceLayer route = layer(random);
      ResilienceLayer top = layer(random);

      ResilienceLayer all = target.over(route.over(top));
      assertThat(target.over(route).over(top)).as("seed " + seed).isEqualTo(all);
      assertThat(target.over(ResilienceLayer.NOTHING)).isEqualTo(target);
      assertThat(ResilienceLayer.NOTHING.over(target)).isEqualTo(target);
      for (Amount amount : Amount.values()) {
        Optional<Integer> nearest =
            List.of(target, route, top).stream()
                .filter(layer -> layer.amounts().containsKey(amount))
                .map(layer -> layer.amounts().get(amount))
                .findFirst();
        assertThat(Optional.ofNullable(all.amounts().get(amount)))
            .as("seed " + seed + " " + amount)
            .isEqualTo(nearest);
      }
    }
  }

  @Test
  void whatIsNotSetNeverContradictsWhatIs() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      ResilienceLayer layer = layer(random);
      if (layer.contradictions().isEmpty()) {
        Resilience made = layer.placed(random.nextBoolean()).at(random.nextBoolean());
        Resilience.Timeouts t = made.timeouts();
        assertThat(t.totalMs())
            .as("seed " + seed + " " + layer)
            .isGreaterThanOrEqualTo(t.connectMs())
            .isGreaterThanOrEqualTo(t.headersMs())
            .isGreaterThanOrEqualTo(t.firstTokenMs())
            .isGreaterThanOrEqualTo(t.idleMs());
        assertThat(made.retry().maxBackoffMs()).isGreaterThanOrEqualTo(made.retry().backoffMs());
        assertThat(made.breaker().window()).isGreaterThanOrEqualTo(made.breaker().minCalls());
        assertThat(made.breaker().maxOpenMs()).isGreaterThanOrEqualTo(made.breaker().openMs());
      }
    }
  }

  @Test
  void knowsWhereEveryProblemIs() {
    String yaml =
        """
        resilience:
          timeouts: {total_ms: 5000, idle_ms: 6000, wait_ms: 1}
          retry: {on: [timeout, bad_luck], max_attempts: 0}
          breaker: {open_ms: 3000, max_open_ms: 2000}
          hedge: 800
          stream_guard: maybe
          patience: 1
          advance_on: [cancelled]
        ai_routes:
          - name: a
            match: {model: m}
            resilience: {ceiling: {per_second: -1}}
            targets:
              - provider: openai
                model: x
                resilience: {budget: {attempts: 3}, timeouts: {headers_ms: 5001}}
        """;

    assertThat(Manifests.problems(yaml, Manifests.MODELS))
        .containsExactly(
            "routes.yaml:2:39 resilience.timeouts.idle_ms: 6000 is above timeouts.total_ms, which"
                + " is 5000",
            "routes.yaml:2:54 resilience.timeouts.wait_ms: unknown key; expected one of connect_ms,"
                + " first_token_ms, headers_ms, idle_ms, total_ms",
            "routes.yaml:3:15 resilience.retry.on: unknown kind of failure \"bad_luck\"; expected any"
                + " of overloaded, provider_error, rate_limited, unreachable",
            "routes.yaml:3:15 resilience.retry.on: the same target would not do better after"
                + " \"timeout\"; expected any of overloaded, provider_error, rate_limited, unreachable",
            "routes.yaml:3:50 resilience.retry.max_attempts: expected a whole number from 1 to 10,"
                + " found \"0\"",
            "routes.yaml:4:22 resilience.breaker.open_ms: 3000 is above breaker.max_open_ms, which"
                + " is 2000",
            "routes.yaml:5:10 resilience.hedge: expected a mapping",
            "routes.yaml:6:17 resilience.stream_guard: expected rescue or error, found \"maybe\"",
            "routes.yaml:7:13 resilience.patience: unknown key; expected one of advance_on, breaker,"
                + " budget, ceiling, hedge, retry, stream_guard, timeouts",
            "routes.yaml:8:15 resilience.advance_on: unknown kind of failure \"cancelled\"; expected"
                + " any of authentication, bad_request, content_filter, context_length, not_found,"
                + " overloaded, provider_error, rate_limited, timeout, unreachable, unsupported",
            "routes.yaml:12:40 ai_routes[0].resilience.ceiling.per_second: expected a whole number"
                + " from 0 to 1000000, found \"-1\"",
            "routes.yaml:16:30 ai_routes[0].targets[0].resilience.budget: a budget is that of the"
                + " whole request; expected it in the route or at the top level",
            "routes.yaml:16:68 ai_routes[0].targets[0].resilience.timeouts.headers_ms: 5001 is above"
                + " timeouts.total_ms, which is 5000");
  }

  @Test
  void aContradictionBetweenLayersIsSaidOnceWhereItArises() {
    String yaml =
        """
        resilience: {timeouts: {idle_ms: 6000}}
        ai_routes:
          - name: a
            match: {model: m}
            resilience: {timeouts: {total_ms: 5000}}
            targets: [{provider: openai, model: x, resilience: {retry: {max_attempts: 1}}}]
        """;

    assertThat(Manifests.problems(yaml, Manifests.MODELS))
        .containsExactly(
            "routes.yaml:5:39 ai_routes[0].resilience.timeouts.total_ms: 5000 is below"
                + " timeouts.idle_ms, which is 6000");
  }

  private static Policy policy(String routes, String models) {
    return Manifests.accepted(Manifests.compile(routes, models));
  }

  private static ResilienceLayer layer(Random random) {
    Map<Amount, Integer> amounts = new EnumMap<>(Amount.class);
    for (Amount amount : Amount.values()) {
      if (random.nextInt(3) == 0) {
        amounts.put(amount, amount.least + random.nextInt(Math.min(100_000, amount.most)));
      }
    }
    Map<FailureKinds, List<String>> kinds = new EnumMap<>(FailureKinds.class);
    for (FailureKinds key : FailureKinds.values()) {
      if (random.nextBoolean()) {
        List<String> some = new ArrayList<>(key.possible());
        some.removeIf(kind -> random.nextBoolean());
        kinds.put(key, some);
      }
    }
    return new ResilienceLayer(
        amounts,
        kinds,
        random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty());
  }
}

package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.RandomMatches.Call;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchCoverTest {
  private static final int CALLS = 60;

  @Property(tries = 4000)
  void whatFitsACoveredMatchFitsTheOneThatCoversIt(
      @ForAll("matches") Match broad, @ForAll("matches") Match other, @ForAll long seed) {
    Random random = new Random(seed);
    Match narrow = RandomMatches.mixed(broad, other, random);
    boolean covers = MatchCover.covers(broad, narrow);
    Statistics.collect(covers);
    Statistics.coverage(coverage -> coverage.check(true).percentage(p -> p > 20));
    if (!covers) {
      return;
    }
    for (int i = 0; i < CALLS; i++) {
      Call call = RandomMatches.callNear(narrow, random);
      if (Fits.fits(narrow, call)) {
        assertThat(Fits.fits(broad, call)).describedAs("%s", call).isTrue();
      }
    }
  }

  @Property(tries = 1000)
  void everyMatchCoversItselfAndIsCoveredByTheOneWithoutConditions(@ForAll("matches") Match match) {
    assertThat(MatchCover.covers(match, match)).isTrue();
    assertThat(MatchCover.covers(Match.ALL, match)).isTrue();
  }

  @Property(tries = 1000)
  void theCallsOfThisTestDoFitTheMatchesTheyAreMadeFor(
      @ForAll("matches") Match match, @ForAll long seed) {
    Random random = new Random(seed);
    boolean fits = false;
    for (int i = 0; i < CALLS; i++) {
      fits |= Fits.fits(match, RandomMatches.callNear(match, random));
    }
    Statistics.collect(fits);
    Statistics.coverage(coverage -> coverage.check(true).percentage(p -> p > 80));
  }

  @Provide
  Arbitrary<Match> matches() {
    return RandomMatches.matches();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: m                            | model: m, tenant: a                  | true",
        "model: m, tenant: a                 | model: m                             | false",
        "model: m, tenant: [a, b]            | model: m, tenant: a                  | true",
        "model: m, tenant: a                 | model: m, tenant: [a, b]             | false",
        "model: m, tenant: 'a*'              | model: m, tenant: [ab, 'ac*']        | true",
        "model: m, tenant: 'ab*'             | model: m, tenant: 'a*'               | false",
        "model: m, tags: {k: '*'}            | model: m                             | false",
        "model: m, tags: {k: '*'}            | model: m, tags: {k: v}               | true",
        "model: m, headers: {X-A: b}         | model: m, headers: {x-a: b, x-c: d}  | true",
        "model: [m, n]                       | model: m                             | true",
        "model: m                            | model: [m, n]                        | false",
        "model: m, intent: code              | model: m, intent: {code: 0.8}        | true",
        "model: m, intent: {code: 0.8}       | model: m, intent: code               | false",
        "model: m, complexity: {from: 0}     | model: m                             | false",
        "model: m, complexity: {from: 0}     | model: m, complexity: {below: 0.5}   | true",
        "model: m, prompt_tokens: {from: 0}  | model: m                             | true",
        "model: m, prompt_tokens: {below: 9} | model: m, prompt_tokens: {below: 10} | false",
        "model: m, data_class: [pii, health] | model: m, data_class: pii            | true",
        "model: m, data_class: pii           | model: m                             | false",
        "model: m, capabilities: [tools]     | model: m, capabilities: [tools, vision] | true",
        "model: m, capabilities: [tools, vision] | model: m, capabilities: [tools]  | false",
        "model: m, stream: true              | model: m                             | false",
        "model: m, hours: {from: '00:00'}    | model: m                             | true",
        "model: m, hours: {from: '08:00', until: '18:00'} | model: m, hours: {from: '09:00', until: '10:00'} | true",
        "model: m, hours: {from: '22:00', until: '06:00'} | model: m, hours: {from: '01:00', until: '02:00'} | true",
        "model: m, hours: {from: '22:00', until: '06:00', days: mon} | model: m, hours: {from: '01:00', until: '02:00', days: mon} | false",
        "model: m, hours: {from: '08:00', until: '18:00'} | model: m, hours: {from: '09:00', until: '10:00', zone: Asia/Tokyo} | false",
      })
  void looksAtEachConditionForItself(String broad, String narrow, boolean covers) {
    assertThat(MatchCover.covers(match(broad), match(narrow))).isEqualTo(covers);
  }

  private static Match match(String conditions) {
    String routes =
        """
        intents: [{name: code, examples: [a]}]
        ai_routes:
          - name: a
            match: {%s}
            targets: [{provider: openai, model: m}]
        """
            .formatted(conditions.strip());
    return Manifests.ruleset(routes, "models: []").routes().getFirst().match();
  }

  @Test
  void aRouteIsUnreachableOnlyWhenAllOfItsModelsAreTaken() {
    assertThat(reach("model: [a, b]", "model: a")).hasSize(1);
    assertThat(reach("model: a", "model: [a, b]")).isEmpty();
    assertThat(reach("model: 'g*', tenant: [x, y]", "model: gpt, tenant: y")).hasSize(1);
    assertThat(reach("model: 'g*', tenant: 'x*'", "model: gpt, tenant: [xa, y]")).isEmpty();
    assertThat(reach("model: '*', tenant: 'x*'", "model: gpt, tenant: [xa, xb]")).hasSize(1);
  }

  private static List<String> reach(String first, String second) {
    String routes =
        """
        ai_routes:
          - {name: a, match: {%s}, targets: [{provider: openai, model: m}]}
          - {name: b, match: {%s}, targets: [{provider: openai, model: m}]}
        """
            .formatted(first, second);
    return switch (Manifests.compile(routes, "models: []")) {
      case Policy.Compilation.Accepted accepted -> List.of();
      case Policy.Compilation.Rejected(var problems) ->
          problems.stream().map(Object::toString).toList();
    };
  }

  @Test
  void unreachedModelsOfAListAreAWarning() {
    String routes =
        """
        ai_routes:
          - {name: a, match: {model: m}, targets: [{provider: openai, model: m}]}
          - {name: b, match: {model: [m, n]}, targets: [{provider: openai, model: m}]}
        """;

    assertThat(
            Manifests.warnings(
                routes,
                "models: [{provider: openai, model: m, price: {input: 1, output: 1}}]",
                Optional.empty()))
        .containsExactly(
            "routes.yaml:3:30 ai_routes[1].match.model: \"m\" never reaches this route: route"
                + " \"a\" above it matches \"m\" first");
  }
}

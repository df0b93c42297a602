package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no schema can say: problems of meaning, with their place. */
class FormatProblemsTest {
  private static final String ROUTE =
      "ai_routes: [{name: a, match: {model: m}, targets: [{provider: openai, model: m}]}]\n";

  @ParameterizedTest
  @MethodSource
  void namesWhereAndWhat(String yaml, String expected) {
    assertThat(Manifests.problems(yaml, "models: []")).containsExactly("routes.yaml:" + expected);
  }

  static List<Arguments> namesWhereAndWhat() {
    return List.of(
        top(
            "intents: [{name: general, examples: [a]}]",
            "1:18 intents[0].name: \"general\" stands for all that is no intent here; choose"
                + " another"),
        top(
            "intents: [{name: a, examples: [x]}, {name: a, examples: [y]}]",
            "1:44 intents[1].name: another intent is named \"a\"; expected a name of its own"),
        top(
            "intents: [{name: a, examples: []}]",
            "1:31 intents[0].examples: empty; expected a few prompts that have this intent"),
        detector(
            "pii.email",
            "x",
            "1:29 detectors.custom[0].name: \"pii.email\" is a built-in"
                + " detector; choose another"),
        detector(
            "d",
            "a(b",
            "1:41 detectors.custom[0].pattern: not a regular expression of RE2: error parsing"
                + " regexp: missing closing ): `a(b`"),
        detector(
            "d",
            "(a)\\1",
            "1:41 detectors.custom[0].pattern: not a regular expression of RE2: error parsing"
                + " regexp: invalid escape sequence: `\\1`"),
        detector(
            "d",
            "a*",
            "1:41 detectors.custom[0].pattern: matches the empty text, and so every prompt"),
        detector(
            "d",
            "(a{1000}){1000}",
            "1:41 detectors.custom[0].pattern: repeats too much; expected repetitions of less in"
                + " all"),
        top(
            "constraints: [{name: a, require: {deny_providers: ollama}}, {name: a, require:"
                + " {deny_providers: ollama}}]",
            "1:68 constraints[1].name: another constraint is named \"a\"; expected a name of its"
                + " own"),
        match("intent: poems", "3:31 intent: no intent is named \"poems\"; expected one of (none)"),
        match(
            "intent: {poems: 0.5}",
            "3:39 intent.poems: no intent is named \"poems\"; expected one of (none)"),
        match(
            "complexity: {from: 0.5, below: 0.5}",
            "3:54 complexity.below: expected more than from; nothing would fit"),
        match(
            "prompt_tokens: {from: 10, below: 5}",
            "3:56 prompt_tokens.below: expected more than from; nothing would fit"),
        match(
            "hours: {from: '08:00', zone: Mars}",
            "3:52 hours.zone: expected a time zone, e.g. Europe/Berlin, found \"Mars\""),
        match(
            "headers: {Authorization: x}",
            "3:32 headers: the header authorization holds a secret; rules cannot go by it"),
        match("headers: {X-A: x, x-a: y}", "3:46 headers.x-a: this header stands twice"),
        match(
            "language: [en, xx]",
            "3:38 language[1]: expected a language of ISO 639-1, e.g. tr, or a list of those, found \"xx\""),
        part(
            "strategy: {order: weighted, quality: 0.5}",
            "5:42 strategy.quality: does nothing with the order weighted; expected with cheapest"),
        part(
            "strategy: {order: score, weights: {cost: 0}}",
            "5:39 strategy.weights: expected a weight above 0 of cost, latency or quality"),
        part(
            "accept: {min_chars: 5, max_chars: 4}",
            "5:39 accept.max_chars: expected at least min_chars; no answer would do"),
        part(
            "accept: {judge: {target: x/y}}",
            "5:30 accept.judge.target: no provider is named \"x\"; expected one of anthropic, ollama, openai"),
        part(
            "shadow: [{name: s, percent: 1, target: x/y}]",
            "5:44 shadow[0].target: no provider is named \"x\"; expected one of anthropic, ollama, openai"),
        part(
            "experiment: {name: e, percent: 1, start: 2026-12-02T00:00:00Z, end:"
                + " 2026-12-01T00:00:00Z, targets: [{provider: openai, model: n}]}",
            "5:73 experiment.end: expected a time after start"));
  }

  @Test
  void experimentsAndShadowsOfAllRoutesHaveNamesOfTheirOwn() {
    String route =
        """
          - name: %1$s
            match: {model: %1$s}
            targets: [{provider: openai, model: m}]
            experiment: {name: e, percent: 1, targets: [{provider: openai, model: n}]}
            shadow: [{name: s, percent: 1, target: openai/o}]
        """;

    assertThat(
            Manifests.problems(
                "ai_routes:\n" + route.formatted("a") + route.formatted("b"), "models: []"))
        .containsExactly(
            "routes.yaml:10:24 ai_routes[1].experiment.name: another experiment is named \"e\";"
                + " expected a name of its own",
            "routes.yaml:11:21 ai_routes[1].shadow[0].name: another shadow is named \"s\"; expected"
                + " a name of its own");
  }

  @Test
  void tenThousandRoutesForAsManyTenantsAreAccepted() {
    StringBuilder routes = new StringBuilder("ai_routes:\n");
    for (int i = 0; i < 10_000; i++) {
      routes.append(
          "  - {name: r%d, match: {model: m, tenant: t%d}, targets: [{provider: openai, model: x}]}%n"
              .formatted(i, i));
    }
    routes
        .append(
            "  - {name: last, match: {model: m, tenant: [t7, t8]}, targets: [{provider: openai,")
        .append(" model: x}]}\n");

    assertThat(
            Manifests.warnings(
                routes.toString(),
                "models: [{provider: openai, model: x, price: {input: 1, output: 1}}]",
                Optional.empty()))
        .isEmpty();
  }

  private static Arguments top(String text, String problem) {
    return Arguments.of(text + "\n" + ROUTE, problem);
  }

  private static Arguments detector(String name, String pattern, String problem) {
    return top(
        "detectors: {custom: [{name: %s, pattern: '%s', data_class: d}]}".formatted(name, pattern),
        problem);
  }

  private static Arguments match(String condition, String problem) {
    int space = problem.indexOf(' ');
    return Arguments.of(
        "ai_routes:\n  - name: a\n    match: {model: m, "
            + condition
            + "}\n    targets: [{provider: openai, model: m}]\n",
        problem.substring(0, space + 1) + "ai_routes[0].match." + problem.substring(space + 1));
  }

  private static Arguments part(String text, String problem) {
    int space = problem.indexOf(' ');
    return Arguments.of(
        "ai_routes:\n  - name: a\n    match: {model: m}\n    targets: [{provider: openai, model:"
            + " m}]\n    "
            + text
            + "\n",
        problem.substring(0, space + 1) + "ai_routes[0]." + problem.substring(space + 1));
  }
}

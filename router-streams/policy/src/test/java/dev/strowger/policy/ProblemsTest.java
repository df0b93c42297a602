package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {
  private static final String TARGET = "targets: [{provider: openai, model: m}]";

  @ParameterizedTest
  @MethodSource
  void namesWhereAndWhatInRoutes(String yaml, List<String> expected) {
    assertThat(Manifests.problems(yaml, Manifests.MODELS)).containsExactlyElementsOf(expected);
  }

  static List<Arguments> namesWhereAndWhatInRoutes() {
    return List.of(
        routes("{}", "1:1 ai_routes: missing; expected a list of routes"),
        routes(
            "ai_routes: []\nroutes: 1",
            "2:9 routes: unknown key; expected one of ai_routes, audit, classifier,"
                + " constraints, detectors, guardrails, include, intents, redact, resilience"),
        routes(
            "ai_routes:\n  - match: {model: m}\n    " + TARGET,
            "2:5 ai_routes[0].name: missing; expected a name for the route"),
        routes(
            "ai_routes:\n  - name: a\n    " + TARGET,
            "2:5 ai_routes[0].match: missing;" + " expected a mapping with the key model"),
        routes(
            "ai_routes:\n  - name: a\n    match: {}\n    " + TARGET,
            "3:12 ai_routes[0].match.model: missing; expected the name of a model as clients"
                + " write it"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}",
            "2:5 ai_routes[0].targets: missing; expected a list of at least one target"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}\n    targets: []",
            "4:14 ai_routes[0].targets: expected a list of at least one target"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m, tenants: t}\n    " + TARGET,
            "3:32 ai_routes[0].match.tenants: unknown key; expected one of capabilities,"
                + " complexity, credential, data_class, headers, hours, intent, language, model,"
                + " operation, prompt_tokens, stream, tags, team, tenant"),
        routes(
            "ai_routes:\n  - name: a b\n    match: {model: m}\n    " + TARGET,
            "2:11 ai_routes[0].name: expected 1 to 64 letters, digits, '.', '_' or '-', beginning"
                + " with a letter or digit"),
        routes(
            "ai_routes:\n  - name: direct\n    match: {model: m}\n    " + TARGET,
            "2:11 ai_routes[0].name: \"direct\" is the name of calls without a route; choose"
                + " another"),
        routes(
            "ai_routes:\n"
                + "  - name: a\n    match: {model: m}\n    "
                + TARGET
                + "\n  - name: a\n    match: {model: n}\n    "
                + TARGET,
            "5:11 ai_routes[1].name: another route is named \"a\"; expected a name of its own"),
        routes(
            "ai_routes:\n"
                + "  - name: a\n    match: {model: m}\n    "
                + TARGET
                + "\n  - name: b\n    match: {model: m}\n    "
                + TARGET,
            "6:20 ai_routes[1].match.model: this route is never reached: route \"a\" above it"
                + " matches \"m\" first"),
        routes(
            "ai_routes:\n"
                + "  - name: a\n    match: {model: gpt-*}\n    "
                + TARGET
                + "\n  - name: b\n    match: {model: gpt-4*}\n    "
                + TARGET,
            "6:20 ai_routes[1].match.model: this route is never reached: route \"a\" above it"
                + " matches \"gpt-*\" first"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: 'g*t'}\n    " + TARGET,
            "3:20 ai_routes[0].match.model: expected a model's name without spaces, at most 200"
                + " characters, or the beginning of one followed by a single *"),
        target(
            "{provider: nobody, model: m}",
            "4:26",
            "provider",
            "no provider is named \"nobody\"; expected one of anthropic, ollama, openai"),
        target(
            "{model: m}",
            "4:15",
            "provider",
            "missing; expected the name of a configured provider"),
        target(
            "{provider: openai}",
            "4:15",
            "model",
            "missing; expected a model as the provider names it"),
        target(
            "{provider: openai, model: a b}",
            "4:41",
            "model",
            "expected a model's name without spaces, at most 200 characters"),
        target(
            "{provider: openai, model: m, weight: -1}",
            "4:52",
            "weight",
            "expected a whole number from 0 to 1000000, found \"-1\""),
        target(
            "{provider: openai, model: m, weight: 1.5}",
            "4:52",
            "weight",
            "expected a whole number from 0 to 1000000, found \"1.5\""),
        target(
            "{provider: openai, model: m, max_latency_ms: 0}",
            "4:60",
            "max_latency_ms",
            "expected a whole number from 1 to 600000, found \"0\""),
        target(
            "{provider: openai, model: m, max_latency_ms: 600001}",
            "4:60",
            "max_latency_ms",
            "expected a whole number from 1 to 600000, found \"600001\""),
        target(
            "{provider: openai, model: m, wait: 1}",
            "4:50",
            "wait",
            "unknown key; expected one of accept, max_latency_ms, model, provider,"
                + " resilience, tier, weight"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}\n"
                + "    targets: [{provider: openai, model: m, weight: 0}]",
            "4:14 ai_routes[0].targets: all weights are 0; expected at least one above 0"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}\n    targets:\n"
                + "      - {provider: openai, model: m}\n      - {provider: openai, model: m}",
            "6:35 ai_routes[0].targets[1].model: openai/m is a target of this route already;"
                + " expected it once"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}\n    "
                + TARGET
                + "\n    fallback: llama",
            "5:15 ai_routes[0].fallback: expected provider/model, found \"llama\""),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}\n    " + TARGET + "\n    fallback: x/y",
            "5:15 ai_routes[0].fallback: no provider is named \"x\"; expected one of anthropic,"
                + " ollama, openai"),
        routes(
            "ai_routes:\n  - name: a\n    match: {model: m}\n    targets: ["
                + "{provider: openai, model: m},".repeat(33)
                + "]",
            "4:14 ai_routes[0].targets: expected at most 32 targets"));
  }

  @ParameterizedTest
  @MethodSource
  void namesWhereAndWhatInModels(String yaml, String expected) {
    assertThat(Manifests.problems(Manifests.ROUTES, yaml)).containsExactly(expected);
  }

  static List<Arguments> namesWhereAndWhatInModels() {
    return List.of(
        models("{}", "1:1 models: missing; expected a list of models with their prices"),
        models(
            "currency: XXQ\nmodels: []",
            "1:11 currency: expected a currency code of ISO 4217, e.g. USD"),
        models(
            "models: [{provider: openai, model: m}]",
            "1:10 models[0].price: missing; expected a mapping with the keys input and output"),
        models(
            "models: [{provider: openai, price: {input: 1, output: 1}}]",
            "1:10 models[0].model: missing; expected a model as the provider names it"),
        price("{output: 1}", "3:12", "input", "missing; expected a price per million tokens"),
        price("{input: 1}", "3:12", "output", "missing; expected a price per million tokens"),
        price(
            "{input: -1, output: 1}",
            "3:20",
            "input",
            "expected a number of at least 0, found \"-1\""),
        price(
            "{input: cheap, output: 1}",
            "3:20",
            "input",
            "expected a number of at least 0, found \"cheap\""),
        price("{input: 0.0000001, output: 1}", "3:20", "input", "expected at most 6 decimals"),
        price(
            "{input: 1e999999999, output: 1}",
            "3:20",
            "input",
            "expected a price of at most 1000000 per million tokens"),
        price(
            "{input: 1, output: 1, cached: 1}",
            "3:42",
            "cached",
            "unknown key; expected one of audio_input, audio_output, cache_write,"
                + " cache_write_long, cached_input, call, image, input, output, reasoning"),
        models(
            "models:\n  - {provider: a, model: m, price: {input: 1, output: 1}}\n"
                + "  - {provider: a, model: m, price: {input: 1, output: 1}}",
            "3:26 models[1].model: a/m has a price already; expected it once"));
  }

  @Test
  void reportsEveryProblemOfBothManifestsAtOnce() {
    String routes =
        """
        ai_routes:
          - match: {model: m}
            targets:
              - {provider: nobody, model: m, weight: many}
            fallback: none
            extra: 1
        """;

    assertThat(Manifests.problems(routes, "models: [{provider: a}]"))
        .extracting(problem -> problem.substring(0, problem.indexOf(':', 18)))
        .containsExactly(
            "routes.yaml:2:5 ai_routes[0].name",
            "routes.yaml:4:20 ai_routes[0].targets[0].provider",
            "routes.yaml:4:46 ai_routes[0].targets[0].weight",
            "routes.yaml:5:15 ai_routes[0].fallback",
            "routes.yaml:6:12 ai_routes[0].extra",
            "models.yaml:1:10 models[0].model",
            "models.yaml:1:10 models[0].price");
  }

  private static Arguments routes(String yaml, String... problems) {
    return Arguments.of(yaml, List.of(problems).stream().map(p -> "routes.yaml:" + p).toList());
  }

  private static Arguments target(String target, String place, String key, String message) {
    return routes(
        "ai_routes:\n  - name: a\n    match: {model: m}\n    targets: [" + target + "]",
        place + " ai_routes[0].targets[0]." + key + ": " + message);
  }

  private static Arguments models(String yaml, String problem) {
    return Arguments.of(yaml, "models.yaml:" + problem);
  }

  private static Arguments price(String price, String place, String key, String message) {
    return models(
        "models:\n  - {provider: a, model: m,\n    price: " + price + "}",
        place + " models[0].price." + key + ": " + message);
  }
}

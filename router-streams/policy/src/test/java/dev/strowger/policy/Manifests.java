package dev.strowger.policy;

import dev.strowger.manifest.Layers;
import dev.strowger.manifest.Manifest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Manifests for tests. */
final class Manifests {
  static final Set<String> PROVIDERS = Set.of("openai", "anthropic", "ollama");

  static final String ROUTES =
      """
      ai_routes:
        - name: chat-mid-tier
          match:
            model: "gpt-4o-mini"
          targets:
            - provider: anthropic
              model: claude-haiku-4-5
              weight: 60
              max_latency_ms: 800
            - provider: openai
              model: gpt-4o-mini
              weight: 40
              max_latency_ms: 800
          fallback: ollama/llama-3.1
      """;

  static final String MODELS =
      """
      models:
        - provider: openai
          model: gpt-4o-mini
          price: {input: 0.15, output: 0.60, cached_input: 0.075}
        - provider: elsewhere
          model: unheard-of
          price: {input: 1, output: 2}
      """;

  private Manifests() {}

  static Policy.Compilation compile(String routes, String models) {
    return Policy.compile(Policy.Bundle.of(routes, models), PROVIDERS);
  }

  static Policy policy(String routes) {
    return accepted(compile(routes, MODELS));
  }

  static Policy accepted(Policy.Compilation compilation) {
    return switch (compilation) {
      case Policy.Compilation.Accepted(Policy policy, var warnings) -> policy;
      case Policy.Compilation.Rejected(var problems) ->
          throw new AssertionError("not accepted: " + problems);
    };
  }

  static List<String> problems(String routes, String models) {
    return switch (compile(routes, models)) {
      case Policy.Compilation.Accepted accepted ->
          throw new AssertionError("accepted: " + accepted.policy().version());
      case Policy.Compilation.Rejected(var problems) ->
          problems.stream().map(Object::toString).toList();
    };
  }

  static List<String> warnings(String routes, String models, Optional<Instant> now) {
    Policy.Bundle bundle = Policy.Bundle.of(routes, models);
    return switch (Policy.compile(bundle, PROVIDERS, now.orElse(Instant.MIN))) {
      case Policy.Compilation.Accepted(Policy policy, var warnings) ->
          warnings.stream().map(Object::toString).toList();
      case Policy.Compilation.Rejected(var problems) ->
          throw new AssertionError("not accepted: " + problems);
    };
  }

  /** What the manifests say, without deciding anything. */
  static Ruleset ruleset(String routes, String models) {
    Manifest routesManifest = Manifest.parse("routes.yaml", routes);
    Manifest modelsManifest = Manifest.parse("models.yaml", models);
    Layers layers = new Layers(Map.of("detectors", List.of()), Set.of());
    Map<Target.Name, ModelCard> cards = ModelsReader.read(modelsManifest.root());
    Ruleset rules =
        new RulesetReader(
                new TreeSet<>(PROVIDERS),
                cards,
                () -> routesManifest.problems().size(),
                Instant.MIN)
            .read(layers.together(List.of(routesManifest.root())));
    if (!routesManifest.problems().isEmpty() || !modelsManifest.problems().isEmpty()) {
      throw new AssertionError(routesManifest.problems() + " " + modelsManifest.problems());
    }
    return rules;
  }

  static CallFacts call(String requestId, String model, String... down) {
    return CallFacts.plain(
        requestId,
        "team",
        model,
        false,
        Arrays.stream(down)
            .collect(
                Collectors.toMap(
                    name -> name,
                    name -> name.contains("/") ? "down (overloaded)" : "its provider is down")));
  }

  static Decision.Planned planned(Decision decision) {
    return switch (decision) {
      case Decision.Planned planned -> planned;
      case Decision.Refused refused -> throw new AssertionError("refused: " + refused.message());
    };
  }

  static List<String> targets(Decision decision) {
    return planned(decision).steps().stream().map(s -> s.provider() + "/" + s.model()).toList();
  }
}

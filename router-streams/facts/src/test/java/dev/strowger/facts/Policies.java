package dev.strowger.facts;

import dev.strowger.policy.Policy;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import java.util.List;
import java.util.Map;

/** Policies for tests. */
final class Policies {
  static final String ROUTES =
      """
      ai_routes:
        - name: chat-mid-tier
          match:
            model: "gpt-4o-mini"
          targets:
            - {provider: anthropic, model: claude-haiku-4-5, weight: 60, max_latency_ms: 800}
            - {provider: openai, model: gpt-4o-mini, weight: 40, max_latency_ms: 800}
          fallback: ollama/llama-3.1
      """;

  /** With all that a decision may go by. */
  static final String RICH =
      """
      intents:
        - {name: code, examples: ["Write a function"]}
      constraints:
        - name: no-personal-data-outside
          match: {data_class: [pii]}
          require: {deny_providers: [openai]}
      ai_routes:
        - name: letters
          match: {model: "gpt-4o*", tags: {tag1: "*"}, language: de}
          strategy: {order: lowest_latency, figure: p95}
          targets:
            - {provider: openai, model: gpt-4o-mini}
            - {provider: anthropic, model: claude-haiku-4-5}
        - name: code
          match: {model: "gpt-4o*", intent: {code: 0.2}, complexity: {from: 0.001}}
          strategy: {order: adaptive, explore: 0.2, sticky: conversation}
          targets:
            - {provider: openai, model: gpt-4o-mini}
            - {provider: anthropic, model: claude-haiku-4-5}
            - {provider: ollama, model: llama-3.1}
        - name: others
          match: {model: ["gpt-4o*", "who-knows"]}
          strategy: {order: score, weights: {cost: 0.4, latency: 0.4, quality: 0.2}}
          targets:
            - provider: anthropic
              model: claude-haiku-4-5
              accept: {judge: {target: ollama/llama-3.1, at_least: 0.7}}
            - {provider: openai, model: gpt-4o-mini}
          cache: {ttl_s: 60, threshold: 0.9}
          experiment:
            name: trial
            percent: 50
            sticky: user
            targets: [{provider: ollama, model: llama-3.1}]
          shadow: [{name: look, percent: 50, target: anthropic/claude-haiku-4-5}]
      """;

  static final String MODELS =
      """
      models:
        - {provider: openai, model: gpt-4o-mini, price: {input: 0.15, output: 0.60}}
        - {provider: anthropic, model: claude-haiku-4-5, price: {input: 1, output: 5}}
        - {provider: ollama, model: llama-3.1, price: {input: 0, output: 0}}
      """;

  static final Policy SAMPLE = compiled(record(ROUTES));
  static final Policy FULL = compiled(record(RICH));

  private Policies() {}

  static PolicyRecord record(String routes) {
    return new PolicyRecord(
        "unchecked",
        Calls.NOON,
        "routes.yaml",
        routes,
        MODELS,
        List.of(provider("openai"), provider("anthropic"), provider("ollama")),
        List.of(),
        Map.of(),
        "",
        FeatureNeeds.newBuilder().build(),
        null);
  }

  static Policy compiled(PolicyRecord record) {
    return switch (PolicyOf.record(record)) {
      case Policy.Compilation.Accepted(Policy policy, var _) -> policy;
      case Policy.Compilation.Rejected(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static ProviderEntry provider(String name) {
    return new ProviderEntry(name, "openai", false);
  }
}

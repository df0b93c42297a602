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

  static final String MODELS =
      """
      models:
        - {provider: openai, model: gpt-4o-mini, price: {input: 0.15, output: 0.60}}
      """;

  static final Policy SAMPLE = compiled(record(ROUTES));

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

package dev.strowger.console;

import dev.strowger.manifest.Problem;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Resilience;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.IntentExamples;
import dev.strowger.records.PolicyRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies, problems and decisions as operators see them. */
final class PolicyViews {
  private PolicyViews() {}

  static Map<String, Object> whole(PolicyRecord policy) {
    Map<String, Object> view = summary(policy);
    view.put(
        "manifests", ordered("routes", policy.getRoutesYaml(), "models", policy.getModelsYaml()));
    view.put("environment", policy.getEnvironment());
    view.put("files", new TreeMap<>(policy.getFiles()));
    view.put("needs", needs(policy.getNeeds()));
    view.put(
        "providers",
        policy.getProviders().stream()
            .map(
                p ->
                    ordered(
                        "name",
                        p.getName(),
                        "dialect",
                        p.getDialect(),
                        "simulated",
                        p.getSimulated()))
            .toList());
    view.put(
        "served",
        policy.getServed().stream()
            .map(s -> ordered("id", s.getId(), "ownedBy", s.getOwnedBy()))
            .toList());
    return view;
  }

  private static Map<String, Object> needs(FeatureNeeds needs) {
    return ordered(
        "headers", needs.getHeaders(),
        "language", needs.getLanguage(),
        "complexity", needs.getComplexity(),
        "detectors", needs.getDetectors(),
        "embedding", needs.getEmbedding(),
        "intents", needs.getIntents().stream().map(IntentExamples::getName).toList(),
        "classifier", needs.getClassifier());
  }

  static Map<String, Object> summary(PolicyRecord policy) {
    return ordered(
        "version", policy.getVersion(),
        "publishedAt", policy.getPublishedAt().toString(),
        "source", policy.getSource());
  }

  static List<Map<String, Object>> problems(List<Problem> problems) {
    return problems.stream()
        .map(
            p ->
                ordered(
                    "file", p.file(),
                    "line", p.line(),
                    "column", p.column(),
                    "path", p.path(),
                    "message", p.message()))
        .toList();
  }

  static Map<String, Object> decision(Decision decision) {
    Map<String, Object> view =
        switch (decision) {
          case Decision.Planned(var route, var steps, var candidates, var rules, var terms) ->
              ordered(
                  "outcome",
                  "planned",
                  "route",
                  route,
                  "budget",
                  terms.budget(),
                  "steps",
                  steps.stream().map(PolicyViews::step).toList(),
                  "strategy",
                  terms.strategy(),
                  "cache",
                  terms.cache().map(PolicyViews::cache).orElse(null),
                  "experiment",
                  terms.arm().orElse(null),
                  "shadows",
                  terms.shadows().stream().map(Decision.ShadowCopy::shadow).toList(),
                  "redact",
                  ProtectionView.redact(terms.protection()),
                  "guardrails",
                  ProtectionView.guardrails(terms.protection()));
          case Decision.Refused(var status, var code, var message, var candidates, var rules) ->
              ordered("outcome", "refused", "status", status, "code", code, "message", message);
        };
    view.put("rules", decision.rules());
    view.put(
        "candidates",
        decision.candidates().stream()
            .map(
                c ->
                    ordered(
                        "provider", c.provider(),
                        "model", c.model(),
                        "weight", c.weight(),
                        "position", c.position(),
                        "reason", c.reason(),
                        "scores", new TreeMap<>(c.scores())))
            .toList());
    return view;
  }

  private static Map<String, Object> cache(Decision.Cache cache) {
    return ordered(
        "threshold",
        cache.threshold().isPresent() ? cache.threshold().getAsDouble() : null,
        "ttlMs",
        cache.ttlMs(),
        "read",
        cache.read(),
        "write",
        cache.write(),
        "allowed",
        cache.allowed().stream().sorted().toList());
  }

  private static Map<String, Object> step(Decision.Step step) {
    Map<String, Object> view =
        ordered(
            "provider", step.provider(),
            "model", step.model(),
            "role", step.role().name().toLowerCase(Locale.ROOT));
    step.maxLatencyMs().ifPresent(ms -> view.put("maxLatencyMs", ms));
    step.price().ifPresent(price -> view.put("price", PriceView.of(price)));
    step.contextWindow().ifPresent(tokens -> view.put("contextWindow", tokens));
    view.put("resilience", resilience(step.resilience()));
    view.put("reason", step.reason());
    return view;
  }

  private static Map<String, Object> resilience(Resilience resilience) {
    return ordered(
        "timeouts", resilience.timeouts(),
        "retry", resilience.retry(),
        "advanceOn", resilience.moving().advanceOn(),
        "hedgeAfterMs", resilience.moving().hedgeAfterMs().orElse(null),
        "streamGuard", resilience.moving().rescue() ? "rescue" : "error",
        "breaker", resilience.breaker(),
        "ceiling", resilience.ceiling());
  }

  /**
   * @param pairs key, value, key, value, …
   */
  static Map<String, Object> ordered(@Nullable Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }
}

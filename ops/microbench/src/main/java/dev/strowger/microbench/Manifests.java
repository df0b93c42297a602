package dev.strowger.microbench;

import dev.strowger.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A policy of any size: ten routes to a model's name, each with conditions of another kind. */
final class Manifests {
  static final int MODELS = 200;
  private static final int PROVIDERS = 10;

  /** A file has at most 4 MiB. */
  private static final int FILE_ROUTES = 5_000;

  private static final String[] CONDITIONS = {
    "tenant: tenant-%1$d, intent: {code: 0.7}, complexity: {below: 0.4}",
    "tags: {project: p%2$d}, language: [de, fr]",
    "tenant: 'tenant-%1$d*', prompt_tokens: {from: 1000}",
    "capabilities: [vision]",
    "team: [team-1, team-2], stream: true",
    "credential: 'key-1*', operation: [chat, text_completion]",
    "language: de, complexity: {from: 0.3, below: 0.7}",
    "hours: {zone: Europe/Berlin, days: [mon, tue, wed], from: '22:00', until: '06:00'}",
    "data_class: [pii, payment]",
    "operation: chat",
  };
  private static final String[] STRATEGIES = {
    "weighted",
    "{order: cheapest, quality: 0.5}",
    "{order: score, weights: {cost: 0.5, latency: 0.2, quality: 0.3}}",
    "{order: adaptive, explore: 0.05}",
    "{order: weighted, sticky: conversation}",
    "{order: lowest_latency, figure: p95}",
  };

  private final int routes;

  Manifests(int routes) {
    this.routes = routes;
  }

  static String target(int i) {
    return "provider-" + i % PROVIDERS + "/m" + i % MODELS;
  }

  Policy policy() {
    Set<String> providers =
        IntStream.range(0, PROVIDERS).mapToObj(i -> "provider-" + i).collect(Collectors.toSet());
    return switch (Policy.compile(new Policy.Bundle(files(), ""), providers)) {
      case Policy.Compilation.Accepted accepted -> accepted.policy();
      case Policy.Compilation.Rejected rejected ->
          throw new IllegalStateException(rejected.problems().toString());
    };
  }

  private Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    files.put(Policy.Bundle.MODELS, models());
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < Math.max(1, routes); from += FILE_ROUTES) {
      parts.add("part-" + from + ".yaml");
      files.put(parts.getLast(), part(from, Math.min(Math.max(1, routes), from + FILE_ROUTES)));
    }
    files.put(
        Policy.Bundle.ROUTES,
        "include: [%s]%n%sai_routes: []%n".formatted(String.join(", ", parts), rules()));
    return files;
  }

  private static String rules() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("intents: [{name: code, examples: [Write a function]}]\nconstraints:\n");
    for (int i = 0; i < 20; i++) {
      yaml.append(
          "  - {name: rule-%d, match: {%s}, require: {%s}}%n"
              .formatted(
                  i,
                  i == 0 ? "data_class: [pii]" : "tenant: tenant-" + i * 3,
                  i % 2 == 0 ? "jurisdictions: [EU]" : "certifications: [iso-27001]"));
    }
    return yaml.toString();
  }

  private static String part(int from, int to) {
    StringBuilder yaml = new StringBuilder("ai_routes:\n");
    for (int i = from; i < to; i++) {
      yaml.append(
          """
            - name: route-%1$d
              match: {model: model-%2$d, %3$s}
              strategy: %4$s
              targets:
                - {provider: provider-%5$d, model: m%6$d, weight: 60}
                - {provider: provider-%7$d, model: m%8$d, weight: 30}
                - {provider: provider-%9$d, model: m%10$d, tier: 2}
              fallback: provider-0/m0
              cache: {ttl_s: 60, threshold: 0.95}
              shadow: [{name: s%1$d, percent: 5, target: provider-1/m1}]
          """
              .formatted(
                  i,
                  i / 10,
                  CONDITIONS[i % CONDITIONS.length].formatted(i / 10, i),
                  STRATEGIES[i % STRATEGIES.length],
                  (i + 1) % PROVIDERS,
                  (i + 1) % MODELS,
                  (i + 2) % PROVIDERS,
                  (i + 2) % MODELS,
                  (i + 3) % PROVIDERS,
                  (i + 3) % MODELS));
    }
    return yaml.toString();
  }

  private static String models() {
    StringBuilder yaml = new StringBuilder("models:\n");
    for (int i = 0; i < MODELS; i++) {
      yaml.append(
          """
            - provider: provider-%d
              model: m%d
              price: {input: %d, output: %d}
              context_window: 128000
              capabilities: [stream, tools, vision]
              quality: {general: 0.%d, code: 0.%d}
              jurisdictions: [%s]
              certifications: [iso-27001]
              tokens_per_second: %d
          """
              .formatted(
                  i % PROVIDERS,
                  i,
                  i % 7,
                  i % 7 * 4,
                  4 + i % 5,
                  5 + i % 4,
                  i % 4 == 3 ? "US" : "DE",
                  20 + i % 50));
    }
    return yaml.toString();
  }
}

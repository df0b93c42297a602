package dev.strowger.policy;

import java.util.List;
import java.util.stream.Stream;

/** Manifests whose shape is wrong in one place. */
final class BadManifests {
  private BadManifests() {}

  static List<String> routes() {
    Stream<String> tops =
        Stream.of(
            "x: 1",
            "classifier: guess",
            "include: [secrets.txt]",
            "intents: [{name: a}]",
            "intents: [{name: 'a b', examples: [x]}]",
            "intents: {}",
            "detectors: {classes: {pii.mail: pii}}",
            "detectors: {custom: [{name: a, pattern: x}]}",
            "detectors: {other: 1}",
            "audit: {prompt: everything}",
            "audit: {answers: full}",
            "constraints: [{name: a}]",
            "constraints: [{name: a, require: {}}]",
            "constraints: [{require: {open_weight: true}}]",
            "constraints: [{name: a, require: {open_weight: maybe}}]",
            "constraints: [{name: a, require: {jurisdictions: [Germany]}}]",
            "constraints: [{name: a, require: {retention: 7d}}]",
            "constraints: [{name: a, require: {max_price: {}}}]",
            "constraints: [{name: a, require: {max_price: {input: -1}}}]",
            "resilience: {timeouts: {idle_ms: 0}}");
    Stream<String> matches =
        Stream.of(
                "model: []",
                "model: 'a*b'",
                "model: m, tenant: 'a*b'",
                "model: m, tenant: []",
                "model: m, tags: {}",
                "model: m, operation: sing",
                "model: m, stream: maybe",
                "model: m, capabilities: [fly]",
                "model: m, language: german",
                "model: m, complexity: {}",
                "model: m, complexity: {from: 2}",
                "model: m, complexity: {to: 1}",
                "model: m, prompt_tokens: {from: -1}",
                "model: m, hours: {zone: UTC}",
                "model: m, hours: {from: 8}",
                "model: m, hours: {days: [Monday]}",
                "tenant: a")
            .map(match -> route(match, "provider: openai, model: m", ""));
    Stream<String> targets =
        Stream.of(
                "provider: openai",
                "provider: openai, model: m, tier: 0",
                "provider: openai, model: m, weight: 1.5",
                "provider: openai, model: m, accept: {}",
                "provider: openai, model: m, resilience: {budget: {attempts: 1}}")
            .map(target -> route("model: m", target, ""));
    return Stream.of(tops.map(top -> top + "\n" + Manifests.ROUTES), matches, targets, parts())
        .flatMap(all -> all)
        .toList();
  }

  private static Stream<String> parts() {
    String targets = "targets: [{provider: openai, model: n}]";
    return Stream.of(
            "fallback: m",
            "strategy: best",
            "strategy: {order: best}",
            "strategy: {sticky: weather}",
            "strategy: {order: score, weights: {luck: 1}}",
            "constraints: {}",
            "constraints: {color: red}",
            "accept: {min_chars: 0}",
            "accept: {language: [english]}",
            "accept: {min_logprob: 1}",
            "accept: {consistency: {samples: 1}}",
            "accept: {judge: {at_least: 1}}",
            "accept: {judge: {target: m}}",
            "cache: {}",
            "cache: {ttl_s: 0}",
            "cache: {ttl_s: 1, threshold: 2}",
            "experiment: {name: a, percent: 5}",
            "experiment: {name: a, " + targets + "}",
            "experiment: {name: a, percent: 0, " + targets + "}",
            "experiment: {name: a, percent: 5, start: soon, " + targets + "}",
            "experiment: {name: a, percent: 5, guard: {min_calls: 1}, " + targets + "}",
            "shadow: {name: a, percent: 5, target: openai/m}",
            "shadow: [{name: a, percent: 101, target: openai/m}]",
            "shadow: [{name: a, percent: 5}]",
            "shadow: [{name: a, percent: 5, target: openai/m, daily_cost: -1}]",
            "safety: 1",
            "color: red")
        .map(part -> route("model: m", "provider: openai, model: m", part));
  }

  private static String route(String match, String target, String part) {
    return """
        ai_routes:
          - name: a
            match: {%s}
            targets: [{%s}]
            %s
        """
        .formatted(match, target, part);
  }

  static List<String> models() {
    return Stream.of(
            "color: red",
            "quality: {general: 2}",
            "quality: [1]",
            "jurisdictions: [Germany]",
            "certifications: ['a b']",
            "open_weight: maybe",
            "self_hosted: 2",
            "retention: forever",
            "tokens_per_second: fast",
            "capabilities: [fly]",
            "context_window: 0")
        .map(
            key ->
                "models: [{provider: a, model: m, price: {input: 1, output: 1}, %s}]"
                    .formatted(key))
        .toList();
  }
}

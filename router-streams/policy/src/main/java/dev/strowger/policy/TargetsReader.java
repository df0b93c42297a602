package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The targets and the fallback of a route; what is wrong is noted in the manifest. */
final class TargetsReader {
  /** A plan is at most this long, and one more for the fallback. */
  static final int MAX_TARGETS = 32;

  static final int MAX_WEIGHT = 1_000_000;
  static final int MAX_LATENCY_MS = 600_000;

  private static final Set<String> KEYS =
      Set.of("provider", "model", "weight", "max_latency_ms", ResilienceReader.KEY);

  private final Set<String> providers;
  private final Map<Target.Name, ModelCard> cards;

  TargetsReader(Set<String> providers, Map<Target.Name, ModelCard> cards) {
    this.providers = providers;
    this.cards = cards;
  }

  List<Target> targets(Section section, ResilienceLayer layer) {
    List<Section> items = section.sections("targets");
    if (!section.has("targets")) {
      section.missing("targets", "a list of at least one target");
      return List.of();
    }
    if (items.size() > MAX_TARGETS) {
      section.problem("targets", "expected at most " + MAX_TARGETS + " targets");
      return List.of();
    }
    Set<Target.Name> seen = new HashSet<>();
    List<Target> targets = items.stream().map(item -> target(item, layer, seen)).toList();
    if (items.isEmpty()) {
      section.problem("targets", "expected a list of at least one target");
    } else if (targets.stream().allMatch(t -> t.weight() == 0)) {
      section.problem("targets", "all weights are 0; expected at least one above 0");
    }
    return targets;
  }

  private Target target(Section item, ResilienceLayer route, Set<Target.Name> seen) {
    item.onlyKeys(KEYS);
    String provider = item.requiredString("provider", "the name of a configured provider");
    String model = item.requiredString("model", "a model as the provider names it");
    Target.Name name = new Target.Name(provider, model);
    if (!provider.isEmpty()) {
      checkProvider(item, "provider", provider);
    }
    if (!model.isEmpty() && !Target.Name.isModel(model)) {
      item.problem(
          "model",
          "expected a model's name without spaces, at most "
              + Target.Name.MAX_MODEL_CHARS
              + " characters");
    }
    if (!provider.isEmpty() && !model.isEmpty() && !seen.add(name)) {
      item.problem("model", name + " is a target of this route already; expected it once");
    }
    // A weight that cannot be read must not be reported a second time as "all weights are 0".
    int weight = item.integer("weight", 1, 0, MAX_WEIGHT);
    Optional<Integer> maxLatency =
        item.has("max_latency_ms")
            ? Optional.of(item.integer("max_latency_ms", MAX_LATENCY_MS, 1, MAX_LATENCY_MS))
            : Optional.empty();
    ResilienceLayer layer = ResilienceReader.ofTarget(item, route);
    return new Target(name, weight, 1, maxLatency, Optional.empty(), placed(name, layer));
  }

  Optional<Target> fallback(Section section, ResilienceLayer layer) {
    Optional<String> text = section.string("fallback");
    Optional<Target.Name> name = text.flatMap(Target.Name::parse);
    if (text.isPresent() && name.isEmpty()) {
      section.problem(
          "fallback", "expected provider/model, found \"" + Texts.shortened(text.get()) + "\"");
    }
    name.ifPresent(n -> checkProvider(section, "fallback", n.provider()));
    return name.map(n -> new Target(n, 0, 1, Optional.empty(), Optional.empty(), placed(n, layer)));
  }

  private ResilienceLayer.Placed placed(Target.Name name, ResilienceLayer layer) {
    return layer.placed(cards.getOrDefault(name, ModelCard.UNKNOWN).reasons());
  }

  private void checkProvider(Section section, String key, String provider) {
    if (!providers.contains(provider)) {
      section.problem(
          key,
          "no provider is named \""
              + Texts.shortened(provider)
              + "\"; expected one of "
              + Texts.list(List.copyOf(providers)));
    }
  }
}

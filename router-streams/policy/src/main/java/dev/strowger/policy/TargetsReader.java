package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The targets and the fallback of a route; what is wrong is noted in the manifest. */
final class TargetsReader {
  static final String KEY = "targets";

  /** A plan is at most this long, and one more for the fallback. */
  static final int MAX_TARGETS = 32;

  static final int MAX_WEIGHT = 1_000_000;
  static final int MAX_LATENCY_MS = 600_000;
  static final int MAX_TIER = 32;

  static final Set<String> KEYS =
      Set.of(
          "provider",
          "model",
          "weight",
          "tier",
          "max_latency_ms",
          AcceptanceReader.KEY,
          ResilienceReader.KEY);

  private final TargetNames names;
  private final AcceptanceReader acceptances;
  private final Map<Target.Name, ModelCard> cards;

  TargetsReader(TargetNames names, Map<Target.Name, ModelCard> cards) {
    this.names = names;
    this.acceptances = new AcceptanceReader(names);
    this.cards = cards;
  }

  /**
   * What holds for all targets of a route that do not say otherwise.
   *
   * @param accept what their answers must be like
   */
  record Common(ResilienceLayer layer, Optional<Acceptance> accept) {}

  Common common(Section route, ResilienceLayer top) {
    return new Common(ResilienceReader.read(route, top), acceptances.read(route));
  }

  List<Target> targets(Section section, Common common) {
    List<Section> items = section.sections(KEY);
    if (!section.has(KEY)) {
      section.missing(KEY, "a list of at least one target");
      return List.of();
    }
    if (items.size() > MAX_TARGETS) {
      section.problem(KEY, "expected at most " + MAX_TARGETS + " targets");
      return List.of();
    }
    Set<Target.Name> seen = new HashSet<>();
    List<Target> targets = items.stream().map(item -> target(item, common, seen)).toList();
    if (items.isEmpty()) {
      section.problem(KEY, "expected a list of at least one target");
    } else if (targets.stream().allMatch(t -> t.weight() == 0)) {
      section.problem(KEY, "all weights are 0; expected at least one above 0");
    }
    return targets;
  }

  private Target target(Section item, Common route, Set<Target.Name> seen) {
    item.onlyKeys(KEYS);
    String provider = item.requiredString("provider", "the name of a configured provider");
    String model = item.requiredString("model", "a model as the provider names it");
    Target.Name name = new Target.Name(provider, model);
    if (!provider.isEmpty()) {
      names.checkProvider(item, "provider", provider);
    }
    if (!model.isEmpty() && !Target.Name.isModel(model)) {
      item.problem(
          "model",
          "expected a model's name without spaces, at most "
              + Target.Name.MAX_MODEL_CHARS
              + " characters");
    }
    if (!provider.isEmpty() && !model.isEmpty()) {
      names.checkPrice(item, "model", name);
      if (!seen.add(name)) {
        item.problem("model", name + " is a target of this route already; expected it once");
      }
    }
    // A weight that cannot be read must not be reported a second time as "all weights are 0".
    int weight = item.integer("weight", 1, 0, MAX_WEIGHT);
    int tier = item.integer("tier", 1, 1, MAX_TIER);
    Optional<Integer> maxLatency =
        item.has("max_latency_ms")
            ? Optional.of(item.integer("max_latency_ms", MAX_LATENCY_MS, 1, MAX_LATENCY_MS))
            : Optional.empty();
    ResilienceLayer layer = ResilienceReader.ofTarget(item, route.layer());
    Optional<Acceptance> accept = acceptances.read(item).or(route::accept);
    return new Target(name, weight, tier, maxLatency, accept, placed(name, layer));
  }

  /** Such a target is never drawn, and has no tier of its own. */
  Target other(Target.Name name, Common route) {
    return new Target(name, 0, 1, Optional.empty(), route.accept(), placed(name, route.layer()));
  }

  private ResilienceLayer.Placed placed(Target.Name name, ResilienceLayer layer) {
    return layer.placed(cards.getOrDefault(name, ModelCard.UNKNOWN).reasons());
  }
}

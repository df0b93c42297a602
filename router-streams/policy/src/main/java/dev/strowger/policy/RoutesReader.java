package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** routes.yaml as routes; what is wrong is noted in the manifest and left out. */
final class RoutesReader {
  /** A plan is at most this long, and one more for the fallback. */
  static final int MAX_TARGETS = 32;

  static final int MAX_SAFETY_SETTINGS = 32;
  static final int MAX_WEIGHT = 1_000_000;
  static final int MAX_LATENCY_MS = 600_000;

  /** Names of routes travel in HTTP headers and in metrics. */
  private static final Pattern ROUTE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Set<String> providers;
  private final Set<String> names = new HashSet<>();
  private final List<Route> routes = new ArrayList<>();

  RoutesReader(Set<String> providers) {
    this.providers = providers;
  }

  List<Route> read(Section root) {
    root.onlyKeys(Set.of("ai_routes"));
    if (!root.has("ai_routes")) {
      root.missing("ai_routes", "a list of routes");
    }
    root.sections("ai_routes").forEach(this::route);
    return List.copyOf(routes);
  }

  private void route(Section section) {
    section.onlyKeys(Set.of("name", "match", "targets", "fallback", "safety"));
    String name = name(section);
    Optional<ModelPattern> match = match(section);
    List<Target> targets = targets(section);
    Optional<Target.Name> fallback = fallback(section);
    Map<String, String> safety = safety(section);
    match.ifPresent(m -> routes.add(new Route(name, m, targets, fallback, safety)));
  }

  private static Map<String, String> safety(Section section) {
    Map<String, String> settings = new TreeMap<>();
    Optional<Section> safety = section.section("safety");
    if (safety.isPresent()) {
      if (safety.get().keys().size() > MAX_SAFETY_SETTINGS) {
        section.problem("safety", "expected at most " + MAX_SAFETY_SETTINGS + " settings");
      }
      for (String key : safety.get().keys()) {
        settings.put(key, safety.get().requiredString(key, "a setting of a safety filter"));
      }
    }
    return settings;
  }

  private String name(Section section) {
    String name = section.requiredString("name", "a name for the route");
    if (name.isEmpty()) {
      return name;
    }
    if (!ROUTE_NAME.matcher(name).matches()) {
      section.problem(
          "name",
          "expected 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit");
    } else if (name.equals(CompiledPolicy.DIRECT)) {
      section.problem("name", "\"direct\" is the name of calls without a route; choose another");
    } else if (!names.add(name)) {
      section.problem(
          "name", "another route is named \"" + name + "\"; expected a name of its own");
    }
    return name;
  }

  private Optional<ModelPattern> match(Section section) {
    Optional<Section> match = section.section("match");
    if (match.isEmpty()) {
      if (!section.has("match")) {
        section.missing("match", "a mapping with the key model");
      }
      return Optional.empty();
    }
    match.get().onlyKeys(Set.of("model"));
    String text = match.get().requiredString("model", "the name of a model as clients write it");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<ModelPattern> pattern = ModelPattern.parse(text);
    if (pattern.isEmpty()) {
      match
          .get()
          .problem(
              "model",
              "expected a model's name without spaces, at most "
                  + Target.Name.MAX_MODEL_CHARS
                  + " characters, or the beginning of one followed by a single *");
    }
    pattern.flatMap(this::earlier).ifPresent(route -> unreachable(match.get(), route));
    return pattern;
  }

  private Optional<Route> earlier(ModelPattern pattern) {
    return routes.stream().filter(route -> route.match().covers(pattern)).findFirst();
  }

  private static void unreachable(Section match, Route earlier) {
    match.problem(
        "model",
        "this route is never reached: route \""
            + earlier.name()
            + "\" above it matches \""
            + earlier.match()
            + "\" first");
  }

  private List<Target> targets(Section section) {
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
    List<Target> targets = items.stream().map(item -> target(item, seen)).toList();
    if (items.isEmpty()) {
      section.problem("targets", "expected a list of at least one target");
    } else if (targets.stream().allMatch(t -> t.weight() == 0)) {
      section.problem("targets", "all weights are 0; expected at least one above 0");
    }
    return targets;
  }

  private Target target(Section item, Set<Target.Name> seen) {
    item.onlyKeys(Set.of("provider", "model", "weight", "max_latency_ms"));
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
    return new Target(name, weight, maxLatency);
  }

  private Optional<Target.Name> fallback(Section section) {
    Optional<String> text = section.string("fallback");
    Optional<Target.Name> name = text.flatMap(Target.Name::parse);
    if (text.isPresent() && name.isEmpty()) {
      section.problem(
          "fallback", "expected provider/model, found \"" + Texts.shortened(text.get()) + "\"");
    }
    name.ifPresent(n -> checkProvider(section, "fallback", n.provider()));
    return name;
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

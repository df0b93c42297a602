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
  static final int MAX_SAFETY_SETTINGS = 32;

  /** Names of routes travel in HTTP headers and in metrics. */
  private static final Pattern ROUTE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final Set<String> KEYS =
      Set.of("name", "match", "targets", "fallback", "safety", ResilienceReader.KEY);

  private final TargetsReader targetsReader;
  private final Set<String> names = new HashSet<>();
  private final List<Route> routes = new ArrayList<>();

  RoutesReader(Set<String> providers, Map<Target.Name, ModelCard> cards) {
    this.targetsReader = new TargetsReader(providers, cards);
  }

  Ruleset read(Section root) {
    root.onlyKeys(Set.of("ai_routes", ResilienceReader.KEY));
    if (!root.has("ai_routes")) {
      root.missing("ai_routes", "a list of routes");
    }
    ResilienceLayer top = ResilienceReader.read(root, ResilienceLayer.NOTHING);
    root.sections("ai_routes").forEach(section -> route(section, top));
    return new Ruleset(routes, List.of(), top, FeatureNeeds.NONE);
  }

  private void route(Section section, ResilienceLayer top) {
    section.onlyKeys(KEYS);
    String name = name(section);
    Optional<ModelPattern> match = match(section);
    ResilienceLayer layer = ResilienceReader.read(section, top);
    List<Target> targets = targetsReader.targets(section, layer);
    Optional<Target> fallback = targetsReader.fallback(section, layer);
    Map<String, String> safety = safety(section);
    match.ifPresent(
        m ->
            routes.add(
                new Route(
                    name,
                    Match.model(m),
                    Require.NOTHING,
                    Strategy.WEIGHTED,
                    targets,
                    fallback,
                    Route.Extras.NONE,
                    safety,
                    layer.budget())));
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
    return routes.stream()
        .filter(route -> route.match().models().getFirst().covers(pattern))
        .findFirst();
  }

  private static void unreachable(Section match, Route earlier) {
    match.problem(
        "model",
        "this route is never reached: route \""
            + earlier.name()
            + "\" above it matches \""
            + earlier.match().models().getFirst()
            + "\" first");
  }
}

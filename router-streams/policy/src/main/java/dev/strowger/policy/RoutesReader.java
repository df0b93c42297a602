package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** {@code ai_routes} as routes; what is wrong is noted in the manifest and left out. */
final class RoutesReader {
  static final int MAX_SAFETY_SETTINGS = 32;
  static final int MAX_ROUTES = 50_000;
  static final String KEY = "ai_routes";
  static final String FALLBACK = "fallback";
  static final String SAFETY = "safety";

  static final Set<String> KEYS =
      Set.of(
          "name",
          MatchReader.KEY,
          ConstraintsReader.KEY,
          StrategyReader.KEY,
          TargetsReader.KEY,
          FALLBACK,
          AcceptanceReader.KEY,
          CacheReader.KEY,
          ExperimentReader.KEY,
          ShadowReader.KEY,
          AuditReader.KEY,
          SAFETY,
          RedactReader.KEY,
          GuardrailsReader.KEY,
          ResilienceReader.KEY);

  private final MatchReader matches;
  private final RequireReader requires;
  private final RuleCheck rules;
  private final TargetNames targetNames;
  private final TargetsReader targetsReader;
  private final ExperimentReader experiments;
  private final ShadowReader shadows;
  private final Function<Section, Protection> protections;
  private final IntSupplier noted;
  private final NameReader names = new NameReader("route");
  private final Reach reach = new Reach();

  /**
   * @param noted how many problems there are up to now
   * @param now for warnings only
   * @param protections what holds for the contents of a route
   */
  RoutesReader(
      MatchReader matches,
      RequireReader requires,
      RuleCheck rules,
      TargetNames targetNames,
      Map<Target.Name, ModelCard> cards,
      IntSupplier noted,
      Instant now,
      Function<Section, Protection> protections) {
    this.matches = matches;
    this.requires = requires;
    this.rules = rules;
    this.targetNames = targetNames;
    this.targetsReader = new TargetsReader(targetNames, cards);
    this.experiments = new ExperimentReader(targetsReader, now);
    this.shadows = new ShadowReader(targetNames, targetsReader);
    this.noted = noted;
    this.protections = protections;
  }

  List<Route> read(Section root, ResilienceLayer top) {
    if (!root.has(KEY)) {
      root.missing(KEY, "a list of routes");
    }
    List<Section> sections = root.sections(KEY);
    if (sections.size() > MAX_ROUTES) {
      root.problem(KEY, "expected at most " + MAX_ROUTES + " routes");
      return List.of();
    }
    List<Route> routes = new ArrayList<>();
    sections.forEach(section -> route(section, top).ifPresent(routes::add));
    return routes;
  }

  private Optional<Route> route(Section section, ResilienceLayer top) {
    section.onlyKeys(KEYS);
    String name = name(section);
    Optional<Match> match = match(section, name);
    TargetsReader.Common common = targetsReader.common(section, top);
    Strategy strategy = StrategyReader.read(section);
    List<Target> targets = targetsReader.targets(section, common);
    tiers(section, strategy, targets);
    Optional<Target> fallback =
        targetNames.read(section, FALLBACK).map(n -> targetsReader.other(n, common));
    Route.Extras extras =
        new Route.Extras(
            CacheReader.read(section),
            experiments.read(section, common),
            shadows.read(section, common.layer()),
            protections.apply(section));
    Require require = requires.read(section, ConstraintsReader.KEY);
    Map<String, String> safety = safety(section);
    Optional<Route> route =
        match.map(
            m ->
                new Route(
                    name,
                    m,
                    require,
                    strategy,
                    targets,
                    fallback,
                    extras,
                    safety,
                    common.layer().budget()));
    route.ifPresent(r -> rules.check(r, section));
    return route;
  }

  private static void tiers(Section section, Strategy strategy, List<Target> targets) {
    if (!(strategy.order() instanceof Strategy.Order.Weighted)) {
      return;
    }
    Map<Integer, Long> weights =
        targets.stream()
            .collect(Collectors.groupingBy(Target::tier, Collectors.summingLong(Target::weight)));
    weights.forEach(
        (tier, weight) -> {
          if (weight == 0 && weights.size() > 1) {
            section.warning(
                TargetsReader.KEY,
                "all weights of tier " + tier + " are 0; nothing is drawn there");
          }
        });
  }

  private static Map<String, String> safety(Section section) {
    Map<String, String> settings = new TreeMap<>();
    Optional<Section> safety = section.section(SAFETY);
    if (safety.isPresent()) {
      if (safety.get().keys().size() > MAX_SAFETY_SETTINGS) {
        section.problem(SAFETY, "expected at most " + MAX_SAFETY_SETTINGS + " settings");
      }
      for (String key : safety.get().keys()) {
        settings.put(key, safety.get().requiredString(key, "a setting of a safety filter"));
      }
    }
    return settings;
  }

  private String name(Section section) {
    String name = names.read(section);
    if (name.equals(CompiledPolicy.DIRECT)) {
      section.problem("name", "\"direct\" is the name of calls without a route; choose another");
    }
    return name;
  }

  /** Empty if any of it cannot be read: it would seem to match more than is meant. */
  private Optional<Match> match(Section route, String name) {
    Optional<Section> section = route.section(MatchReader.KEY);
    if (section.isEmpty()) {
      if (!route.has(MatchReader.KEY)) {
        route.missing(MatchReader.KEY, "a mapping with the key model");
      }
      return Optional.empty();
    }
    int before = noted.getAsInt();
    Match match = matches.read(section.get(), true);
    if (noted.getAsInt() > before) {
      return Optional.empty();
    }
    reach.add(name, match, section.get());
    return Optional.of(match);
  }
}

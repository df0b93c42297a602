package dev.strowger.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What has to be found out about prompts, because some rule goes by it. */
final class Needs {
  static final String LINEAR = "linear";
  static final String EMBEDDING = "embedding";

  private final List<Route> routes;
  private final List<Match> matches;
  private final boolean intents;

  private Needs(
      List<Route> routes, List<Constraint> constraints, Map<Target.Name, ModelCard> cards) {
    this.routes = routes;
    this.matches =
        Stream.concat(
                routes.stream().map(Route::match), constraints.stream().map(Constraint::match))
            .toList();
    this.intents =
        matches.stream().anyMatch(match -> !match.prompt().intents().isEmpty())
            || (byQuality() && cards.values().stream().anyMatch(Needs::hasIntents));
  }

  /**
   * @param defined intents of the manifests
   */
  static FeatureNeeds of(
      List<Route> routes,
      List<Constraint> constraints,
      Map<Target.Name, ModelCard> cards,
      List<FeatureNeeds.Intent> defined,
      DetectorsReader.Detectors detectors,
      String classifier) {
    return new Needs(routes, constraints, cards).needs(defined, detectors, classifier);
  }

  private FeatureNeeds needs(
      List<FeatureNeeds.Intent> defined, DetectorsReader.Detectors detectors, String classifier) {
    Set<String> headers = new HashSet<>();
    matches.forEach(match -> headers.addAll(match.asked().headers().keySet()));
    boolean complexity =
        matches.stream().anyMatch(match -> !match.prompt().complexity().equals(Match.Span.ANY));
    List<FeatureNeeds.Intent> wanted = intents ? defined : List.of();
    boolean embedding =
        semanticCache() || (classifier.equals(EMBEDDING) && (complexity || !wanted.isEmpty()));
    return new FeatureNeeds(
        headers,
        language(),
        complexity,
        matches.stream().anyMatch(match -> !match.prompt().dataClasses().isEmpty()),
        embedding,
        wanted,
        detectors.custom(),
        classes(detectors.classes()),
        classifier);
  }

  private boolean language() {
    return matches.stream().anyMatch(match -> !match.prompt().languages().isEmpty())
        || routes.stream()
            .flatMap(Needs::targets)
            .map(Target::accept)
            .flatMap(Optional::stream)
            .anyMatch(accept -> accept.languages().contains(AcceptanceReader.SAME));
  }

  private static Stream<Target> targets(Route route) {
    return Stream.of(
            route.targets().stream(),
            route.fallback().stream(),
            route.extras().experiment().stream().flatMap(e -> e.targets().stream()))
        .flatMap(targets -> targets);
  }

  private boolean byQuality() {
    return routes.stream()
        .map(route -> route.strategy().order())
        .anyMatch(
            order ->
                switch (order) {
                  case Strategy.Order.Cheapest cheapest -> cheapest.quality() > 0;
                  case Strategy.Order.Score score -> score.quality() > 0;
                  case Strategy.Order.Weighted weighted -> false;
                  case Strategy.Order.Priority priority -> false;
                  case Strategy.Order.LowestLatency latency -> false;
                  case Strategy.Order.LeastBusy busy -> false;
                  case Strategy.Order.Adaptive adaptive -> false;
                });
  }

  private static boolean hasIntents(ModelCard card) {
    return card.quality().keySet().stream().anyMatch(intent -> !intent.equals(ModelCard.GENERAL));
  }

  private boolean semanticCache() {
    return routes.stream()
        .flatMap(route -> route.extras().cache().stream())
        .anyMatch(cache -> cache.threshold().isPresent());
  }

  /** Those that nothing is said about find what stands before the dot of their name. */
  private static Map<String, String> classes(Map<String, String> said) {
    Map<String, String> all = new TreeMap<>();
    for (String code : DetectorsReader.BUILT_IN) {
      all.put(code, code.substring(0, code.indexOf('.')));
    }
    all.putAll(said);
    return all;
  }
}

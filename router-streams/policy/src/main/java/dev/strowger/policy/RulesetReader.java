package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** routes.yaml, includes and overlays applied; what is wrong is noted in the manifest. */
final class RulesetReader {
  static final String CLASSIFIER = "classifier";
  static final List<String> CLASSIFIERS = List.of(Needs.LINEAR, Needs.EMBEDDING);

  static final Set<String> KEYS =
      Set.of(
          Includes.KEY,
          ResilienceReader.KEY,
          CLASSIFIER,
          IntentsReader.KEY,
          DetectorsReader.KEY,
          AuditReader.KEY,
          RedactReader.KEY,
          GuardrailsReader.KEY,
          ConstraintsReader.KEY,
          RoutesReader.KEY);

  private final Set<String> providers;
  private final Map<Target.Name, ModelCard> cards;
  private final IntSupplier noted;
  private final Instant now;

  /**
   * @param providers that are configured, sorted
   * @param noted how many problems there are up to now
   * @param now for warnings only
   */
  RulesetReader(
      Set<String> providers, Map<Target.Name, ModelCard> cards, IntSupplier noted, Instant now) {
    this.providers = providers;
    this.cards = cards;
    this.noted = noted;
    this.now = now;
  }

  Ruleset read(Section root) {
    root.onlyKeys(KEYS);
    ResilienceLayer top = ResilienceReader.read(root, ResilienceLayer.NOTHING);
    String classifier = root.choice(CLASSIFIER, CLASSIFIERS).orElse(Needs.LINEAR);
    List<FeatureNeeds.Intent> intents = IntentsReader.read(root);
    DetectorsReader.Detectors detectors = DetectorsReader.read(root);
    MatchReader matches =
        new MatchReader(
            intents.stream().map(FeatureNeeds.Intent::name).collect(Collectors.toSet()));
    RedactReader redacts = new RedactReader(detectors.custom());
    Protection protection = protection(redacts, root);
    RequireReader requires = new RequireReader(providers);
    List<Constraint> constraints = new ConstraintsReader(matches, requires, cards).read(root);
    List<Route> routes =
        new RoutesReader(
                matches,
                requires,
                new RuleCheck(constraints, cards),
                new TargetNames(providers, cards),
                cards,
                noted,
                now,
                section -> protection(redacts, section).or(protection))
            .read(root, top);
    FeatureNeeds needs = Needs.of(routes, constraints, cards, intents, detectors, classifier);
    if (!intents.isEmpty() && needs.intents().isEmpty()) {
      root.warning(
          IntentsReader.KEY, "no rule matches an intent, and no strategy goes by quality for one");
    }
    return new Ruleset(routes, constraints, top, needs, protection);
  }

  private static Protection protection(RedactReader redacts, Section section) {
    return new Protection(
        redacts.read(section), GuardrailsReader.read(section), AuditReader.read(section));
  }
}

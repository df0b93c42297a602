package dev.strowger.console;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Detectors;
import dev.strowger.features.Embedder;
import dev.strowger.features.Features;
import dev.strowger.features.Intents;
import dev.strowger.features.Languages;
import dev.strowger.features.Prompt;
import dev.strowger.features.PromptFeatures;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.FeatureNeeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the words of an operator's prompt say, found as the apps' door finds it. The prompt is
 * neither kept nor logged.
 */
final class PromptLook {
  /** What was found, and what could not be. */
  record Seen(Features features, List<String> failed) {}

  private @Nullable Languages languages;

  Seen at(String text, FeatureNeeds needs) {
    Optional<BgeSmallEmbedder> embedder =
        needs.classifier().equals("embedding") && !needs.intents().isEmpty()
            ? Optional.of(BgeSmallEmbedder.open())
            : Optional.empty();
    try {
      return look(text, needs, embedder.map(e -> e));
    } finally {
      embedder.ifPresent(BgeSmallEmbedder::close);
    }
  }

  private Seen look(String text, FeatureNeeds needs, Optional<Embedder> embedder) {
    List<Intents.Intent> intents =
        needs.intents().stream().map(i -> new Intents.Intent(i.name(), i.examples())).toList();
    PromptFeatures features =
        new PromptFeatures(
            new PromptFeatures.Finders(
                needs.detectors()
                    ? Optional.of(
                        Detectors.of(
                            List.of(Detectors.BuiltIn.values()),
                            needs.customDetectors().stream()
                                .map(d -> new Detectors.Custom(d.name(), d.pattern()))
                                .toList()))
                    : Optional.empty(),
                needs.language() ? Optional.of(languages()) : Optional.empty(),
                intents.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        embedder
                            .map(e -> Intents.byDirection(intents, e))
                            .orElseGet(() -> Intents.byWords(intents))),
                Optional.empty(),
                embedder,
                false));
    List<String> failed = new ArrayList<>();
    Features[] last = {Features.NONE};
    features.find(
        new Prompt(text, "", text),
        new PromptFeatures.Listener() {
          @Override
          public void found(Features soFar) {
            last[0] = soFar;
          }

          @Override
          public void failed(PromptFeatures.Kind kind, RuntimeException reason) {
            failed.add(kind.name().toLowerCase(java.util.Locale.ROOT));
          }
        });
    return new Seen(last[0], failed);
  }

  /** Takes seconds to load, so it is loaded when it is first needed, and kept. */
  private synchronized Languages languages() {
    Languages known = languages;
    if (known == null) {
      known = Languages.open();
      languages = known;
    }
    return known;
  }

  /** What the operator says goes before what was found. */
  static CallFacts.Prompt together(CallFacts.Prompt said, Seen seen, FeatureNeeds needs) {
    Features found = seen.features();
    Set<String> classes = new HashSet<>(said.dataClasses());
    found.detected().stream()
        .flatMap(Set::stream)
        .forEach(name -> classes.add(dataClass(name, needs)));
    Map<String, Double> intents = said.intents().isEmpty() ? found.intents() : said.intents();
    return new CallFacts.Prompt(
        said.language().isEmpty() ? found.language() : said.language(),
        intents,
        said.complexity().isPresent() ? said.complexity() : found.complexity(),
        classes,
        said.undetermined() || seen.failed().contains("detectors"));
  }

  private static String dataClass(String detector, FeatureNeeds needs) {
    return needs.customDetectors().stream()
        .filter(d -> d.name().equals(detector))
        .map(FeatureNeeds.Detector::dataClass)
        .findFirst()
        .orElseGet(
            () -> needs.detectorClasses().getOrDefault(detector, detector.split("\\.", 2)[0]));
  }
}

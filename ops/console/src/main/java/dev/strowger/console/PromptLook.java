package dev.strowger.console;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Complexity;
import dev.strowger.features.ComplexityJudge;
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

  /** The classifier that goes by the direction of a prompt, as a policy names it. */
  private static final String EMBEDDING = "embedding";

  private @Nullable Languages languages;

  /**
   * @param model the policy's own complexity model; without one that of this software counts
   */
  Seen at(String text, FeatureNeeds needs, Optional<byte[]> model) {
    boolean byDirection = needs.classifier().equals(EMBEDDING);
    boolean intents = byDirection && !needs.intents().isEmpty();
    boolean complexity =
        needs.complexity() && model.map(PromptLook::needsEmbedding).orElse(byDirection);
    Optional<BgeSmallEmbedder> embedder =
        intents || complexity ? Optional.of(BgeSmallEmbedder.open()) : Optional.empty();
    try {
      return look(text, needs, model, embedder.map(e -> e));
    } finally {
      embedder.ifPresent(BgeSmallEmbedder::close);
    }
  }

  /** What is no model is reported when it is read. */
  private static boolean needsEmbedding(byte[] model) {
    try {
      return Complexity.needsEmbedding(model);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Empty if it is needed and cannot be made: then nothing is known of any prompt. */
  private static Optional<ComplexityJudge> judge(
      Optional<byte[]> model, Optional<Embedder> embedder) {
    try {
      Complexity learned =
          model.isEmpty()
              ? embedder.map(Complexity::shipped).orElseGet(Complexity::shipped)
              : embedder
                  .map(e -> Complexity.read(model.get(), e))
                  .orElseGet(() -> Complexity.read(model.get()));
      return Optional.of(ComplexityJudge.of(learned));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Seen look(
      String text, FeatureNeeds needs, Optional<byte[]> model, Optional<Embedder> embedder) {
    Optional<ComplexityJudge> judge =
        needs.complexity() ? judge(model, embedder) : Optional.empty();
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
                judge,
                embedder,
                false));
    List<String> failed = new ArrayList<>();
    if (needs.complexity() && judge.isEmpty()) {
      failed.add("complexity");
    }
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

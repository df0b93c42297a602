package dev.strowger.console;

import dev.strowger.policy.FeatureNeeds;
import dev.strowger.records.CustomDetector;
import dev.strowger.records.IntentExamples;
import java.util.TreeMap;

/** What doors have to find out, as it travels. */
final class NeedsRecord {
  private NeedsRecord() {}

  static dev.strowger.records.FeatureNeeds of(FeatureNeeds needs) {
    return dev.strowger.records.FeatureNeeds.newBuilder()
        .setHeaders(needs.headers().stream().sorted().toList())
        .setLanguage(needs.language())
        .setComplexity(needs.complexity())
        .setDetectors(needs.detectors())
        .setEmbedding(needs.embedding())
        .setIntents(
            needs.intents().stream().map(i -> new IntentExamples(i.name(), i.examples())).toList())
        .setCustomDetectors(
            needs.customDetectors().stream()
                .map(d -> new CustomDetector(d.name(), d.pattern(), d.dataClass()))
                .toList())
        .setDetectorClasses(new TreeMap<>(needs.detectorClasses()))
        .setClassifier(needs.classifier())
        .build();
  }
}

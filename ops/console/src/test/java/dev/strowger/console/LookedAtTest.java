package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.CustomDetector;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.IntentExamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookedAtTest {
  private static final FeatureNeeds NOTHING = FeatureNeeds.newBuilder().build();

  @Test
  void aPolicyThatGoesByNothingNeedsNothingLookedAt() {
    assertThat(LookedAt.covers(NOTHING, NOTHING)).isTrue();
    assertThat(LookedAt.covers(everything(), NOTHING)).isTrue();
  }

  @Test
  void theSameNeedsAreMet() {
    assertThat(LookedAt.covers(everything(), everything())).isTrue();
  }

  @Test
  void anyNeedThatWasNotMetThenKeepsTheRequestOut() {
    FeatureNeeds had = everything();

    assertThat(LookedAt.covers(with(had).setHeaders(List.of()).build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setLanguage(false).build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setComplexity(false).build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setClassifier("embedding").build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setIntents(List.of()).build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setDetectors(false).build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setDetectorClasses(Map.of()).build(), had)).isFalse();
    assertThat(LookedAt.covers(with(had).setCustomDetectors(List.of()).build(), had)).isFalse();
  }

  private static FeatureNeeds.Builder with(FeatureNeeds needs) {
    return FeatureNeeds.newBuilder(needs);
  }

  private static FeatureNeeds everything() {
    return FeatureNeeds.newBuilder()
        .setHeaders(List.of("x-team"))
        .setLanguage(true)
        .setComplexity(true)
        .setDetectors(true)
        .setIntents(List.of(new IntentExamples("code", List.of("Write a function"))))
        .setCustomDetectors(List.of(new CustomDetector("policy-number", "P-[0-9]+", "internal")))
        .setDetectorClasses(Map.of("pii.email", "pii"))
        .build();
  }
}

package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.features.ComplexityJudge;
import dev.strowger.features.Embedder;
import dev.strowger.features.Features;
import dev.strowger.features.Languages;
import dev.strowger.features.Prompt;
import dev.strowger.features.PromptFeatures;
import dev.strowger.features.PromptFeatures.Kind;
import dev.strowger.records.CustomDetector;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.IntentExamples;
import dev.strowger.records.PolicyRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActiveFeaturesTest {
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private final ActiveFeatures features = new ActiveFeatures(new FakeModels());

  @AfterEach
  void close() {
    released.countDown();
    features.close();
    assertThat(opened).last().isEqualTo("closed");
  }

  @Test
  void openOnlyWhatThePolicyNeeds() throws Exception {
    released.countDown();
    follow("v1", FeatureNeeds.newBuilder().setComplexity(true));

    assertThat(opened).containsExactly("complexity", "embedder");
    Features found = find("hello");
    assertThat(found.complexity()).hasValue(0.25);
    assertThat(found.classifier()).isEqualTo("c1");
    assertThat(found.embedding()).isEmpty();
  }

  @Test
  void detectorsCountAtOnceAndWhatTakesLongWhenItIsMade() throws Exception {
    change("v1", FeatureNeeds.newBuilder().setDetectors(true).setComplexity(true));

    assertThat(features.ready()).isFalse();
    assertThat(features.now().policyVersion()).isEqualTo("v1");
    assertThat(features.now().features().kinds()).containsExactly(Kind.DETECTORS);
    assertThat(find("jane@example.com").detected().orElseThrow()).containsExactly("pii.email");

    released.countDown();
    DoorRig.await("complexity", features::ready);
    assertThat(features.now().features().kinds())
        .containsExactlyInAnyOrder(Kind.DETECTORS, Kind.COMPLEXITY);
  }

  @Test
  void theLastOfManyChangesIsTheOneThatCounts() throws Exception {
    for (int i = 0; i < 10; i++) {
      change("v" + i, FeatureNeeds.newBuilder().setComplexity(true));
    }
    change("last", FeatureNeeds.newBuilder());
    released.countDown();

    DoorRig.await("the last", features::ready);
    assertThat(features.now().policyVersion()).isEqualTo("last");
    assertThat(features.now().features().kinds()).isEmpty();
  }

  @Test
  void whatCannotBeMadeLeavesTheRest() throws Exception {
    released.countDown();
    follow(
        "v1",
        FeatureNeeds.newBuilder()
            .setDetectors(true)
            .setIntents(List.of(new IntentExamples("none", List.of())))
            .setCustomDetectors(List.of(new CustomDetector("odd", "(", "x")))
            .setEmbedding(true));

    assertThat(features.now().features().kinds()).containsExactly(Kind.EMBEDDING);
    assertThat(features.now().mustDetect()).isTrue();
  }

  @Test
  void classesOfDetectorsAreThePolicysOrTheirFamilies() throws Exception {
    released.countDown();
    follow(
        "v1",
        FeatureNeeds.newBuilder()
            .setDetectors(true)
            .setDetectorClasses(Map.of("pii.iban", "payment"))
            .setCustomDetectors(List.of(new CustomDetector("patient", "PAT", "health"))));

    assertThat(features.now().classes())
        .containsEntry("pii.iban", "payment")
        .containsEntry("pii.email", "pii")
        .containsEntry("secret.key", "secret")
        .containsEntry("patient", "health");
  }

  @Test
  void withoutAPolicyNothingIsLookedFor() throws Exception {
    released.countDown();
    follow("v1", FeatureNeeds.newBuilder().setDetectors(true));
    features.changed("version/v0", policy("v0", FeatureNeeds.newBuilder()));
    assertThat(features.now().policyVersion()).isEqualTo("v1");

    features.changed("active", null);

    assertThat(features.now()).isEqualTo(ActiveFeatures.Active.NONE);
    assertThat(features.ready()).isTrue();
  }

  private Features find(String text) {
    List<Features> steps = new ArrayList<>();
    features
        .now()
        .features()
        .find(
            new Prompt(text, "", text),
            new PromptFeatures.Listener() {
              @Override
              public void found(Features soFar) {
                steps.add(soFar);
              }

              @Override
              public void failed(Kind kind, RuntimeException reason) {
                throw new AssertionError(kind.name(), reason);
              }
            });
    return steps.getLast();
  }

  private void follow(String version, FeatureNeeds.Builder needs) throws InterruptedException {
    change(version, needs);
    DoorRig.await("ready", features::ready);
  }

  private void change(String version, FeatureNeeds.Builder needs) {
    features.changed("active", policy(version, needs));
  }

  private static PolicyRecord policy(String version, FeatureNeeds.Builder needs) {
    return PolicyRecord.newBuilder()
        .setVersion(version)
        .setPublishedAt(Instant.EPOCH)
        .setSource("test")
        .setRoutesYaml("")
        .setModelsYaml("")
        .setProviders(List.of())
        .setServed(List.of())
        .setNeeds(needs.build())
        .build();
  }

  /** Waits before it gives anything, until the test says so. */
  private final class FakeModels implements FeatureModels {
    @Override
    public Embedder embedder() {
      opened.add("embedder");
      return new Embedder() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public float[] embed(String text) {
          return new float[] {1, 0};
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Languages languages() {
      throw new IllegalStateException("no languages here");
    }

    @Override
    public ComplexityJudge complexity(PolicyRecord policy) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      opened.add("complexity");
      return new ComplexityJudge() {
        @Override
        public double of(String prompt, Optional<float[]> direction) {
          return direction.isPresent() ? 0.25 : 1;
        }

        @Override
        public boolean needsDirection() {
          return true;
        }

        @Override
        public String version() {
          return "c1";
        }
      };
    }

    @Override
    public void close() {
      opened.add("closed");
    }
  }
}

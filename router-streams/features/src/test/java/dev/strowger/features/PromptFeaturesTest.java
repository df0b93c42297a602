package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.features.Detectors.BuiltIn;
import dev.strowger.features.PromptFeatures.Finders;
import dev.strowger.features.PromptFeatures.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromptFeaturesTest {
  private final List<String> embedded = new ArrayList<>();
  private final Embedder embedder =
      new Embedder() {
        @Override
        public int dimension() {
          return 3;
        }

        @Override
        public float[] embed(String text) {
          embedded.add(text);
          return new float[] {0.5f, -1f, 0.25f};
        }

        @Override
        public void close() {}
      };
  private final ComplexityModel model =
      new ComplexityModel() {
        @Override
        public double of(String prompt, Optional<float[]> direction) {
          return direction.isPresent() ? 0.75 : 7;
        }

        @Override
        public String version() {
          return "m1";
        }
      };
  private final List<Features> steps = new ArrayList<>();
  private final Set<Kind> failed = EnumSet.noneOf(Kind.class);
  private final PromptFeatures.Listener listener =
      new PromptFeatures.Listener() {
        @Override
        public void found(Features soFar) {
          steps.add(soFar);
        }

        @Override
        public void failed(Kind kind, Exception reason) {
          failed.add(kind);
        }
      };

  @Test
  void findsAllAndEmbedsOnce() {
    List<Intents.Intent> intents = List.of(new Intents.Intent("billing", List.of("my invoice")));
    PromptFeatures features =
        new PromptFeatures(
            new Finders(
                detectors(),
                Optional.of(Languages.open()),
                Optional.of(Intents.byDirection(intents, embedder)),
                Optional.of(model),
                Optional.of(embedder),
                true));
    embedded.clear();

    features.find(new Prompt("Wo ist meine Rechnung?", "", "jane@example.com"), listener);

    Features last = steps.getLast();
    assertThat(last.language()).isEqualTo("de");
    assertThat(last.intents()).containsOnlyKeys("billing");
    assertThat(last.complexity()).hasValue(0.75);
    assertThat(last.classifier()).isEqualTo("m1");
    assertThat(last.detected().orElseThrow()).containsExactly("pii.email");
    assertThat(last.embedding()).hasValue(new byte[] {64, -127, 32});
    assertThat(embedded).containsExactly("Wo ist meine Rechnung?");
    assertThat(steps.getFirst().detected()).isPresent();
    assertThat(features.kinds()).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void looksForNothingNobodyAsksFor() {
    PromptFeatures features = new PromptFeatures(Finders.NONE);

    features.find(new Prompt("hello", "", "jane@example.com"), listener);

    assertThat(features.kinds()).isEmpty();
    assertThat(steps).isEmpty();
  }

  @Test
  void takesTheLanguageOfAShortLastWordFromWhatWasSaidBefore() {
    PromptFeatures features = with(Optional.empty(), Optional.of(Languages.open()));

    features.find(new Prompt("OK", "Kannst du mir bitte den Vertrag erklären?", ""), listener);

    assertThat(steps.getLast().language()).isEqualTo("de");
  }

  @Test
  void whatFailsTakesNothingFromTheOthers() {
    Embedder broken =
        new Embedder() {
          @Override
          public int dimension() {
            return 3;
          }

          @Override
          public float[] embed(String text) {
            throw new IllegalStateException("no memory");
          }

          @Override
          public void close() {}
        };
    PromptFeatures features =
        new PromptFeatures(
            new Finders(
                detectors(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(model),
                Optional.of(broken),
                true));

    features.find(new Prompt("hello", "", "jane@example.com"), listener);

    assertThat(failed).containsExactly(Kind.EMBEDDING);
    assertThat(steps.getLast().detected()).isPresent();
    assertThat(steps.getLast().complexity()).as("without direction, clamped").hasValue(1);
    assertThat(steps.getLast().embedding()).isEmpty();
  }

  @Test
  void detectorsLookThoughTheUserSaidNothing() {
    PromptFeatures features = with(detectors(), Optional.of(Languages.open()));

    features.find(new Prompt(" ", "", "tool says jane@example.com"), listener);

    assertThat(steps.getLast().detected().orElseThrow()).containsExactly("pii.email");
    assertThat(steps.getLast().language()).isEmpty();
  }

  private static PromptFeatures with(Optional<Detectors> detectors, Optional<Languages> languages) {
    return new PromptFeatures(
        new Finders(
            detectors, languages, Optional.empty(), Optional.empty(), Optional.empty(), false));
  }

  private static Optional<Detectors> detectors() {
    return Optional.of(Detectors.of(List.of(BuiltIn.values()), List.of()));
  }
}

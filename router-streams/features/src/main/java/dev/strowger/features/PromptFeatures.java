package dev.strowger.features;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Finds out what is asked for, the cheap before the dear, and tells of each step: whoever cannot
 * wait takes what there is. The prompt is embedded at most once. For many threads.
 */
public final class PromptFeatures {
  /** What can be found out. */
  public enum Kind {
    DETECTORS,
    LANGUAGE,
    INTENTS,
    COMPLEXITY,
    EMBEDDING
  }

  /**
   * Who finds what; what is empty is not asked for.
   *
   * @param embedder for intents and complexity that go by it, and for the result
   * @param embedding whether the direction itself is wanted
   */
  public record Finders(
      Optional<Detectors> detectors,
      Optional<Languages> languages,
      Optional<Intents> intents,
      Optional<ComplexityModel> complexity,
      Optional<Embedder> embedder,
      boolean embedding) {
    public static final Finders NONE =
        new Finders(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
  }

  /** Told of what has been found, and of what could not be. */
  public interface Listener {
    void found(Features soFar);

    /** One kind could not be found out; the others go on. */
    void failed(Kind kind, Exception reason);
  }

  private final Finders finders;

  public PromptFeatures(Finders finders) {
    this.finders = finders;
  }

  /** What is looked for. */
  public Set<Kind> kinds() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    finders.detectors().ifPresent(any -> kinds.add(Kind.DETECTORS));
    finders.languages().ifPresent(any -> kinds.add(Kind.LANGUAGE));
    finders.intents().ifPresent(any -> kinds.add(Kind.INTENTS));
    finders.complexity().ifPresent(any -> kinds.add(Kind.COMPLEXITY));
    if (finders.embedding()) {
      kinds.add(Kind.EMBEDDING);
    }
    return kinds;
  }

  /** Blocks for as long as it takes: some milliseconds with an embedder, else well below one. */
  public void find(Prompt prompt, Listener listener) {
    new Search(prompt, listener).run();
  }

  private final class Search {
    private final Prompt prompt;
    private final Listener listener;
    private Features found = Features.NONE;
    private Optional<float[]> direction = Optional.empty();

    Search(Prompt prompt, Listener listener) {
      this.prompt = prompt;
      this.listener = listener;
    }

    void run() {
      finders
          .detectors()
          .ifPresent(by -> step(Kind.DETECTORS, () -> found.withDetected(by.in(prompt.whole()))));
      if (prompt.last().isBlank()) {
        return;
      }
      finders.languages().ifPresent(by -> step(Kind.LANGUAGE, () -> found.withLanguage(told(by))));
      finders.embedder().ifPresent(by -> step(Kind.EMBEDDING, () -> embedded(by)));
      finders
          .intents()
          .ifPresent(
              by -> step(Kind.INTENTS, () -> found.withIntents(by.of(prompt.last(), direction))));
      finders.complexity().ifPresent(by -> step(Kind.COMPLEXITY, () -> judged(by)));
    }

    private String told(Languages languages) {
      String language = languages.of(prompt.last());
      boolean more = language.isEmpty() && !prompt.earlier().isBlank();
      return more ? languages.of(prompt.last() + "\n" + prompt.earlier()) : language;
    }

    private Features embedded(Embedder embedder) {
      float[] vector = embedder.embed(prompt.last());
      direction = Optional.of(vector);
      return finders.embedding() ? found.withEmbedding(bytes(vector)) : found;
    }

    private Features judged(ComplexityModel model) {
      double complexity = model.of(prompt.last(), direction);
      return found.withComplexity(Math.clamp(complexity, 0, 1), model.version());
    }

    /** A model that fails takes nothing from the others. */
    private void step(Kind kind, Callable<Features> step) {
      try {
        found = step.call();
        listener.found(found);
      } catch (Exception e) {
        listener.failed(kind, e);
      }
    }
  }

  /** A direction has no length to keep. */
  static byte[] bytes(float[] vector) {
    float most = 1e-9f;
    for (float value : vector) {
      most = Math.max(most, Math.abs(value));
    }
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(vector[i] / most * 127);
    }
    return bytes;
  }
}

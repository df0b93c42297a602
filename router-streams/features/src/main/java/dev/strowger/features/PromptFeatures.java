package dev.strowger.features;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

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
   * @param embedding whether the direction itself is wanted; it is given of prompts of at most
   *     {@link PromptFeatures#MAX_EMBEDDED_CHARS}
   */
  public record Finders(
      Optional<Detectors> detectors,
      Optional<Languages> languages,
      Optional<Intents> intents,
      Optional<ComplexityJudge> complexity,
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
    void failed(Kind kind, RuntimeException reason);
  }

  /** Of a prompt that is embedded: what the usual model reads in some tens of milliseconds. */
  static final int MAX_EMBEDDED_CHARS = 1_000;

  private static final int HEAD_CHARS = 600;

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

    /** A vector of a part must not pass for the prompt's: nobody gets it but our own models. */
    private Features embedded(Embedder embedder) {
      String text = prompt.last();
      boolean whole = text.length() <= MAX_EMBEDDED_CHARS;
      float[] vector = embedder.embed(whole ? text : headAndTail(text));
      direction = Optional.of(vector);
      return whole && finders.embedding() ? found.withEmbedding(bytes(vector)) : found;
    }

    private Features judged(ComplexityJudge model) {
      double complexity = model.of(prompt.last(), direction);
      return found.withComplexity(Math.clamp(complexity, 0, 1), model.version());
    }

    /** A model that fails takes nothing from the others. */
    private void step(Kind kind, Supplier<Features> step) {
      try {
        found = step.get();
        listener.found(found);
      } catch (RuntimeException e) {
        listener.failed(kind, e);
      }
    }
  }

  /** What is to be done with a long text stands at its beginning or at its end. */
  private static String headAndTail(String text) {
    int tail = MAX_EMBEDDED_CHARS - HEAD_CHARS;
    return text.substring(0, HEAD_CHARS) + "\n" + text.substring(text.length() - tail);
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

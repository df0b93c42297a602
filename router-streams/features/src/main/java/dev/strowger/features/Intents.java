package dev.strowger.features;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Says which of an operator's intents a prompt has. Each intent is a few example prompts; a class
 * of its own, learned from everyday questions, takes what belongs to none. By n-grams alone, or by
 * the direction of the prompt as well. For many threads.
 */
public final class Intents {
  /** Of all intents together. */
  public static final int MAX_INTENTS = 100;

  /** Of one intent. */
  public static final int MAX_EXAMPLES = 200;

  private static final SoftmaxHead.Terms BY_WORDS =
      new SoftmaxHead.Terms(NgramVector.SIZE, 10.0, 0.0001, 200);
  private static final SoftmaxHead.Terms BY_DIRECTION = new SoftmaxHead.Terms(0, 6.0, 0.0003, 300);

  /** What the words count for beside the direction, which knows English only. */
  private static final double WORDS_SHARE = 0.4;

  /** An everyday question that is so near to an example of an intent is no counterexample to it. */
  private static final double NEAR_BY_WORDS = 0.35;

  private static final double NEAR_BY_DIRECTION = 0.8;

  private static final String BACKGROUND = "background-prompts.txt";

  /** What prompts can be about. */
  public record Intent(String name, List<String> examples) {
    public Intent {
      examples = List.copyOf(examples);
      if (examples.isEmpty() || examples.size() > MAX_EXAMPLES) {
        throw new IllegalArgumentException(
            name + ": an intent has 1 to " + MAX_EXAMPLES + " examples");
      }
    }
  }

  private final List<String> names;
  private final SoftmaxHead words;
  private final Optional<SoftmaxHead> directions;

  private Intents(List<String> names, SoftmaxHead words, Optional<SoftmaxHead> directions) {
    this.names = names;
    this.words = words;
    this.directions = directions;
  }

  /** By n-grams: some tens of microseconds a prompt. */
  public static Intents byWords(List<Intent> intents) {
    return new Intents(names(intents), learnWords(intents), Optional.empty());
  }

  /**
   * By n-grams and by direction.
   *
   * @param embedder of the vectors that will be asked about; each example is embedded once
   */
  public static Intents byDirection(List<Intent> intents, Embedder embedder) {
    SoftmaxHead.Terms terms =
        new SoftmaxHead.Terms(
            embedder.dimension(), BY_DIRECTION.scale(), BY_DIRECTION.decay(), BY_DIRECTION.steps());
    List<DenseVector> background =
        background().stream().map(text -> new DenseVector(embedder.embed(text))).toList();
    SoftmaxHead head =
        learn(
            intents,
            text -> new DenseVector(embedder.embed(text)),
            background,
            (one, other) -> one.times(other.values()) > NEAR_BY_DIRECTION,
            terms);
    return new Intents(names(intents), learnWords(intents), Optional.of(head));
  }

  /** Whether {@link #of(String, Optional)} makes use of a vector. */
  public boolean needsDirection() {
    return directions.isPresent();
  }

  private static List<String> names(List<Intent> intents) {
    Set<String> names = new HashSet<>();
    intents.forEach(intent -> names.add(intent.name()));
    if (intents.isEmpty() || intents.size() > MAX_INTENTS || names.size() != intents.size()) {
      throw new IllegalArgumentException("expected 1 to " + MAX_INTENTS + " intents, none twice");
    }
    return intents.stream().map(Intent::name).toList();
  }

  private static SoftmaxHead learnWords(List<Intent> intents) {
    return learn(
        intents,
        NgramVector::of,
        background().stream().map(NgramVector::of).toList(),
        (one, other) -> similarity(one, other) > NEAR_BY_WORDS,
        BY_WORDS);
  }

  private static double similarity(NgramVector one, NgramVector other) {
    float[] row = new float[NgramVector.SIZE];
    other.addTo(row, 1);
    return one.times(row);
  }

  private interface Near<V> {
    boolean test(V one, V other);
  }

  private static <V extends SoftmaxHead.Vector> SoftmaxHead learn(
      List<Intent> intents,
      Function<String, V> vectors,
      List<V> background,
      Near<V> near,
      SoftmaxHead.Terms terms) {
    List<SoftmaxHead.Example> examples = new ArrayList<>();
    List<V> known = new ArrayList<>();
    for (int i = 0; i < intents.size(); i++) {
      for (String text : intents.get(i).examples()) {
        V vector = vectors.apply(text);
        known.add(vector);
        examples.add(new SoftmaxHead.Example(vector, i));
      }
    }
    for (V one : background) {
      if (known.stream().noneMatch(other -> near.test(one, other))) {
        examples.add(new SoftmaxHead.Example(one, intents.size()));
      }
    }
    return SoftmaxHead.learn(examples, intents.size() + 1, terms);
  }

  private static List<String> background() {
    try (InputStream in = Intents.class.getResourceAsStream(BACKGROUND)) {
      if (in == null) {
        throw new IOException(BACKGROUND + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the everyday questions", e);
    }
  }

  /**
   * @param direction as the embedder has it; without it the words alone count
   * @return probability by intent, 0 to 1; what is missing to 1 in all is that of none of them
   */
  public Map<String, Double> of(String text, Optional<float[]> direction) {
    double[] logits = words.logits(NgramVector.of(text));
    if (directions.isPresent() && direction.isPresent()) {
      double[] more = directions.get().logits(new DenseVector(direction.get()));
      for (int i = 0; i < logits.length; i++) {
        logits[i] = WORDS_SHARE * logits[i] + more[i];
      }
    }
    double[] probabilities = SoftmaxHead.probabilities(logits);
    Map<String, Double> found = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      found.put(names.get(i), Math.round(probabilities[i] * 1e4) / 1e4);
    }
    return found;
  }
}

package dev.strowger.bench.savings;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.ComplexityFile;
import dev.strowger.features.ComplexityModel.Curve;
import dev.strowger.features.ComplexityModel.Kind;
import dev.strowger.features.Embedder;
import dev.strowger.training.LabelledPrompt;
import dev.strowger.training.Training;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Finds the complexity below which the weak model answers, from the rows that were learned from,
 * each judged by a model that had not seen it. The rows that savings are measured on have no part.
 */
final class Calibration {
  private static final long SEED = 1;
  private static final double LEAST = 1e-9;

  /**
   * @param complexity 0 to 1, of each row
   */
  record Scored(List<LabelledPrompt> rows, double[] complexity) {}

  private Calibration() {}

  /** Learns as the shipped model was learned; takes minutes. */
  static Scored outOfFold(List<LabelledPrompt> all, Classifier classifier, Consumer<String> told) {
    List<LabelledPrompt> rows = all.stream().filter(row -> !row.heldOut()).toList();
    return switch (classifier) {
      case LINEAR -> learn(rows, Kind.LINEAR, Optional.empty(), told);
      case EMBEDDING -> {
        try (BgeSmallEmbedder embedder = BgeSmallEmbedder.open()) {
          yield learn(rows, Kind.EMBEDDING, Optional.of(embedder), told);
        }
      }
    };
  }

  private static Scored learn(
      List<LabelledPrompt> rows, Kind kind, Optional<Embedder> embedder, Consumer<String> told) {
    Training.Learned learned =
        Training.learn(rows, new Training.Settings(kind, SEED), embedder, told);
    Curve curve = ComplexityFile.read(learned.model()).curve();
    // A score is a mixture with its sign turned; the curve makes it the probability that the weak
    // model's answer will do.
    double[] complexity =
        Arrays.stream(learned.outOfFold())
            .map(score -> 1 - 1 / (1 + Math.exp(curve.a() * -score + curve.b())))
            .toArray();
    return new Scored(rows, complexity);
  }

  /**
   * The highest complexity such that, with the weak model below it and the strong one from it on,
   * so much of the strong model's right answers is kept.
   *
   * @param kept share, usually below 1
   */
  static double theta(Scored scored, double kept) {
    int[] order =
        IntStream.range(0, scored.rows().size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scored.complexity()[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double strong = scored.rows().stream().filter(LabelledPrompt::strongCorrect).count();
    double right = strong;
    double theta = 0;
    for (int i = 0; i < order.length; i++) {
      right -= scored.rows().get(order[i]).gain();
      double here = scored.complexity()[order[i]];
      double next = i + 1 < order.length ? scored.complexity()[order[i + 1]] : 1;
      // Between rows of the same complexity no line can be drawn.
      if (next > here && right >= kept * strong - LEAST) {
        theta = (here + next) / 2;
      }
    }
    return theta;
  }

  static String line(Scored scored, double kept) {
    double theta = theta(scored, kept);
    long weak = Arrays.stream(scored.complexity()).filter(c -> c < theta).count();
    return String.format(
        Locale.ROOT,
        "%.0f %% of the top model's right answers: theta %.4f, %.1f %% of %d calls to the weak model",
        100 * kept,
        theta,
        100.0 * weak / scored.rows().size(),
        scored.rows().size());
  }
}

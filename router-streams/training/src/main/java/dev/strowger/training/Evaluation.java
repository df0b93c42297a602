package dev.strowger.training;

import dev.strowger.training.RoutingQuality.Estimates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The table of {@code router evaluate}: per source and together, beside random and oracle. */
public final class Evaluation {
  public static final String TOGETHER = "together";

  /**
   * @param source the prompts' family, or {@link #TOGETHER}
   * @param router "model", "random" or "oracle"
   */
  public record Line(
      String source,
      String router,
      int rows,
      double weakRight,
      double strongRight,
      Estimates quality) {}

  private Evaluation() {}

  /**
   * A source where the strong model is not better has no lines.
   *
   * @param scores that the weak model will do, one for each prompt
   */
  public static List<Line> of(
      List<LabelledPrompt> prompts, double[] scores, int resamples, long seed) {
    List<Line> lines = new ArrayList<>();
    TreeSet<String> families = new TreeSet<>();
    prompts.forEach(prompt -> families.add(prompt.family()));
    for (String family : families) {
      int[] rows =
          IntStream.range(0, scores.length)
              .filter(i -> prompts.get(i).family().equals(family))
              .toArray();
      lines.addAll(lines(family, pick(prompts, rows), pick(scores, rows), resamples, seed));
    }
    if (families.size() > 1) {
      lines.addAll(lines(TOGETHER, prompts, scores, resamples, seed));
    }
    return lines;
  }

  private static List<LabelledPrompt> pick(List<LabelledPrompt> prompts, int[] rows) {
    return IntStream.of(rows).mapToObj(prompts::get).toList();
  }

  private static double[] pick(double[] scores, int[] rows) {
    return IntStream.of(rows).mapToDouble(i -> scores[i]).toArray();
  }

  private static List<Line> lines(
      String source, List<LabelledPrompt> prompts, double[] scores, int resamples, long seed) {
    double weak = share(prompts.stream().filter(LabelledPrompt::weakCorrect).count(), prompts);
    double strong = share(prompts.stream().filter(LabelledPrompt::strongCorrect).count(), prompts);
    if (strong <= weak) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    lines.add(line(source, "model", prompts, scores, resamples, seed, weak, strong));
    double[] random = RoutingQuality.random(prompts);
    lines.add(line(source, "random", prompts, random, resamples, seed, weak, strong));
    double[] oracle = RoutingQuality.oracle(prompts);
    lines.add(line(source, "oracle", prompts, oracle, resamples, seed, weak, strong));
    return lines;
  }

  private static Line line(
      String source,
      String router,
      List<LabelledPrompt> prompts,
      double[] scores,
      int resamples,
      long seed,
      double weak,
      double strong) {
    Estimates quality = RoutingQuality.bootstrap(prompts, scores, resamples, new Random(seed));
    return new Line(source, router, prompts.size(), weak, strong, quality);
  }

  private static double share(long count, List<LabelledPrompt> prompts) {
    return count / (double) prompts.size();
  }
}

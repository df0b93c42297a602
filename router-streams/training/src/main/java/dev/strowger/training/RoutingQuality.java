package dev.strowger.training;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How well an order of prompts saves calls to the strong model; the measures of RouteLLM
 * (arXiv:2406.18665). The prompts with the least probability go to the strong model first; r(c) is
 * the share of right answers when a share c goes there; PGR(c) is how much of the gap between both
 * models that closes. Between two rows, and among rows with the same score, r is a straight line.
 *
 * @param apgr area under PGR over c from 0 to 1
 * @param cpt50 least share of strong calls that closes half of the gap
 * @param cpt80 least share of strong calls that closes four fifths of it
 * @param weakShare most calls the weak model can have while r is at least 95 % of the strong one's
 */
public record RoutingQuality(double apgr, double cpt50, double cpt80, double weakShare) {
  private static final double KEPT = 0.95;

  /** A value with the interval that holds 95 of 100 resamples. */
  public record Estimate(double value, double low, double high) {}

  /** All measures with their intervals. */
  public record Estimates(Estimate apgr, Estimate cpt50, Estimate cpt80, Estimate weakShare) {}

  /**
   * @param scores that the weak model will do, one for each prompt
   * @throws IllegalArgumentException if the strong model is not better: there is no gap to close
   */
  public static RoutingQuality of(List<LabelledPrompt> prompts, double[] scores) {
    int[] ones = new int[prompts.size()];
    Arrays.fill(ones, 1);
    RoutingQuality quality = new Order(prompts, scores).quality(ones);
    if (Double.isNaN(quality.apgr())) {
      throw new IllegalArgumentException(
          "the strong model is not better than the weak one on these prompts");
    }
    return quality;
  }

  /** With intervals by resampling the prompts; resamples without a gap are left out. */
  public static Estimates bootstrap(
      List<LabelledPrompt> prompts, double[] scores, int resamples, RandomGenerator random) {
    RoutingQuality all = of(prompts, scores);
    Order order = new Order(prompts, scores);
    RoutingQuality[] drawn =
        IntStream.range(0, resamples)
            .mapToObj(i -> order.quality(draw(prompts.size(), random)))
            .filter(quality -> !Double.isNaN(quality.apgr()))
            .toArray(RoutingQuality[]::new);
    return new Estimates(
        estimate(all, drawn, RoutingQuality::apgr),
        estimate(all, drawn, RoutingQuality::cpt50),
        estimate(all, drawn, RoutingQuality::cpt80),
        estimate(all, drawn, RoutingQuality::weakShare));
  }

  /** Scores of a router that knows both answers. */
  public static double[] oracle(List<LabelledPrompt> prompts) {
    return prompts.stream().mapToDouble(prompt -> -prompt.gain()).toArray();
  }

  /** Scores of a router that knows nothing: every order is as likely. */
  public static double[] random(List<LabelledPrompt> prompts) {
    return new double[prompts.size()];
  }

  private static int[] draw(int size, RandomGenerator random) {
    int[] times = new int[size];
    for (int i = 0; i < size; i++) {
      times[random.nextInt(size)]++;
    }
    return times;
  }

  private static Estimate estimate(
      RoutingQuality all, RoutingQuality[] drawn, ToDoubleFunction<RoutingQuality> measure) {
    double[] values = Arrays.stream(drawn).mapToDouble(measure).sorted().toArray();
    if (values.length == 0) {
      return new Estimate(measure.applyAsDouble(all), Double.NaN, Double.NaN);
    }
    return new Estimate(
        measure.applyAsDouble(all),
        values[(int) (0.025 * (values.length - 1))],
        values[(int) Math.ceil(0.975 * (values.length - 1))]);
  }

  /** Prompts from the hardest to the easiest. */
  private static final class Order {
    private final List<LabelledPrompt> prompts;
    private final double[] scores;
    private final int[] rows;

    Order(List<LabelledPrompt> prompts, double[] scores) {
      if (prompts.size() != scores.length) {
        throw new IllegalArgumentException(
            scores.length + " scores for " + prompts.size() + " prompts");
      }
      this.prompts = prompts;
      this.scores = scores;
      this.rows =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted((a, b) -> Double.compare(scores[a], scores[b]))
              .mapToInt(Integer::intValue)
              .toArray();
    }

    /**
     * @param times how often each prompt counts
     */
    RoutingQuality quality(int[] times) {
      double weak = 0;
      double strong = 0;
      long all = 0;
      for (int i = 0; i < times.length; i++) {
        weak += prompts.get(i).weakCorrect() ? times[i] : 0;
        strong += prompts.get(i).strongCorrect() ? times[i] : 0;
        all += times[i];
      }
      if (strong <= weak) {
        return new RoutingQuality(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
      }
      Curve curve = new Curve(weak, strong, all);
      for (int from = 0, to; from < rows.length; from = to) {
        int count = 0;
        int gain = 0;
        to = from;
        while (to < rows.length && scores[rows[to]] == scores[rows[from]]) {
          count += times[rows[to]];
          gain += times[rows[to]] * prompts.get(rows[to]).gain();
          to++;
        }
        curve.add(count, gain);
      }
      return curve.quality();
    }
  }

  /** r(c) as it grows from the weak model's to the strong one's, in right answers. */
  private static final class Curve {
    private final double weak;
    private final double strong;
    private final double all;
    private double calls;
    private double right;
    private double area;
    private double half;
    private double most;
    private double kept;

    Curve(double weak, double strong, double all) {
      this.weak = weak;
      this.strong = strong;
      this.all = all;
      this.right = weak;
      this.half = Double.NaN;
      this.most = Double.NaN;
      this.kept = weak >= KEPT * strong ? 0 : Double.NaN;
    }

    void add(double count, double gain) {
      area += (right + gain / 2 - weak) / (strong - weak) * count / all;
      half = reached(half, weak + 0.5 * (strong - weak), count, gain);
      most = reached(most, weak + 0.8 * (strong - weak), count, gain);
      kept = reached(kept, KEPT * strong, count, gain);
      calls += count;
      right += gain;
    }

    private double reached(double before, double wanted, double count, double gain) {
      if (!Double.isNaN(before) || right + gain < wanted - 1e-9) {
        return before;
      }
      return (calls + count * Math.min(1, (wanted - right) / gain)) / all;
    }

    RoutingQuality quality() {
      return new RoutingQuality(area, half, most, 1 - kept);
    }
  }
}

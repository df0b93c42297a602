package dev.strowger.training;

import dev.strowger.features.ComplexityTrees;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Boosted regression trees: each full tree of one depth explains part of what those before it left
 * over, on a random part of the rows and traits. Traits are cut into at most 32 bins of equal
 * numbers of rows.
 */
final class TreeBoost {
  private static final int BINS = 32;

  /**
   * @param rate how much of what a tree learned is believed
   * @param leaf rows a leaf must have
   * @param penalty draws leaves of few rows towards 0
   * @param rows share of the rows a tree sees
   * @param traits share of the traits a tree sees
   */
  record Settings(
      int trees, int depth, double rate, int leaf, double penalty, double rows, double traits) {
    static final Settings USUAL = new Settings(300, 5, 0.02, 15, 20, 0.6, 0.2);
  }

  private final Settings settings;
  private final RandomGenerator random;
  private final float[][] cuts;
  private final byte[][] bins;
  private final double[] rest;
  private final byte[] traits;
  private final float[] thresholds;
  private final float[] leaves;

  private TreeBoost(Settings settings, float[][] rows, double[] targets, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    int width = rows[0].length;
    cuts = new float[width][];
    bins = new byte[width][rows.length];
    for (int trait = 0; trait < width; trait++) {
      cut(trait, rows);
    }
    rest = targets.clone();
    int inner = (1 << settings.depth()) - 1;
    traits = new byte[settings.trees() * inner];
    thresholds = new float[settings.trees() * inner];
    leaves = new float[settings.trees() << settings.depth()];
  }

  /** The mean of so many models, which differ in what their trees saw. */
  static ComplexityTrees fit(
      Settings settings, int bags, float[][] rows, double[] targets, RandomGenerator random) {
    double base = Arrays.stream(targets).average().orElse(0);
    int inner = settings.trees() * ((1 << settings.depth()) - 1);
    int outer = settings.trees() << settings.depth();
    byte[] traits = new byte[bags * inner];
    float[] thresholds = new float[bags * inner];
    float[] leaves = new float[bags * outer];
    for (int bag = 0; bag < bags; bag++) {
      TreeBoost boost = new TreeBoost(settings, rows, targets, random);
      boost.grow(base);
      System.arraycopy(boost.traits, 0, traits, bag * inner, inner);
      System.arraycopy(boost.thresholds, 0, thresholds, bag * inner, inner);
      for (int leaf = 0; leaf < outer; leaf++) {
        leaves[bag * outer + leaf] = boost.leaves[leaf] / bags;
      }
    }
    return new ComplexityTrees(settings.depth(), traits, thresholds, leaves, (float) base);
  }

  private void grow(double base) {
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= base;
    }
    for (int tree = 0; tree < settings.trees(); tree++) {
      grow(tree);
    }
  }

  private void cut(int trait, float[][] rows) {
    float[] values = new float[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i][trait];
    }
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float[] found = new float[BINS - 1];
    int size = 0;
    for (int i = 1; i < BINS; i++) {
      float value = sorted[(int) ((long) i * sorted.length / BINS)];
      if (size == 0 || value > found[size - 1]) {
        found[size++] = value;
      }
    }
    cuts[trait] = Arrays.copyOf(found, size);
    for (int i = 0; i < values.length; i++) {
      int at = Arrays.binarySearch(cuts[trait], values[i]);
      bins[trait][i] = (byte) (at >= 0 ? at : -at - 1);
    }
  }

  private void grow(int tree) {
    int[] seen = sample();
    boolean[] use = new boolean[bins.length];
    for (int trait = 0; trait < use.length; trait++) {
      use[trait] = random.nextDouble() < settings.traits();
    }
    int[] nodes = new int[rest.length];
    for (int level = 0; level < settings.depth(); level++) {
      split(tree, level, seen, use, nodes);
    }
    settle(tree, seen, nodes);
  }

  private int[] sample() {
    int[] seen = new int[rest.length];
    int size = 0;
    for (int i = 0; i < rest.length; i++) {
      if (random.nextDouble() < settings.rows()) {
        seen[size++] = i;
      }
    }
    return Arrays.copyOf(seen, size);
  }

  /** Chooses what each node of a level asks, and moves all rows one level down. */
  private void split(int tree, int level, int[] seen, boolean[] use, int[] nodes) {
    int width = 1 << level;
    int first = width - 1;
    Best[] best = new Best[width];
    Arrays.setAll(best, i -> new Best());
    double[] sums = new double[width * BINS];
    int[] counts = new int[width * BINS];
    for (int trait = 0; trait < bins.length; trait++) {
      if (!use[trait] || cuts[trait].length == 0) {
        continue;
      }
      Arrays.fill(sums, 0);
      Arrays.fill(counts, 0);
      for (int row : seen) {
        int cell = (nodes[row] - first) * BINS + bins[trait][row];
        sums[cell] += rest[row];
        counts[cell]++;
      }
      for (int node = 0; node < width; node++) {
        best[node].look(trait, sums, counts, node * BINS, settings);
      }
    }
    int inner = (1 << settings.depth()) - 1;
    for (int node = 0; node < width; node++) {
      int at = tree * inner + first + node;
      traits[at] = (byte) best[node].trait;
      thresholds[at] =
          best[node].bin < 0 ? Float.MAX_VALUE : cuts[best[node].trait][best[node].bin];
    }
    for (int row = 0; row < nodes.length; row++) {
      Best here = best[nodes[row] - first];
      boolean left = here.bin < 0 || bins[here.trait][row] <= here.bin;
      nodes[row] = 2 * nodes[row] + (left ? 1 : 2);
    }
  }

  private void settle(int tree, int[] seen, int[] nodes) {
    int width = 1 << settings.depth();
    double[] sums = new double[width];
    int[] counts = new int[width];
    for (int row : seen) {
      sums[nodes[row] - width + 1] += rest[row];
      counts[nodes[row] - width + 1]++;
    }
    for (int leaf = 0; leaf < width; leaf++) {
      leaves[tree * width + leaf] =
          (float) (settings.rate() * sums[leaf] / (counts[leaf] + settings.penalty()));
    }
    for (int row = 0; row < rest.length; row++) {
      rest[row] -= leaves[tree * width + nodes[row] - width + 1];
    }
  }

  /** The best question found so far for one node; without one, all rows go left. */
  private static final class Best {
    int trait;
    int bin = -1;
    double gain = 1e-9;

    void look(int candidate, double[] sums, int[] counts, int from, Settings settings) {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < BINS; i++) {
        sum += sums[from + i];
        count += counts[from + i];
      }
      double whole = sum * sum / (count + settings.penalty());
      double left = 0;
      int leftCount = 0;
      for (int i = 0; i < BINS - 1; i++) {
        left += sums[from + i];
        leftCount += counts[from + i];
        int rightCount = count - leftCount;
        if (leftCount < settings.leaf() || rightCount < settings.leaf()) {
          continue;
        }
        double right = sum - left;
        double better =
            left * left / (leftCount + settings.penalty())
                + right * right / (rightCount + settings.penalty())
                - whole;
        if (better > gain) {
          gain = better;
          trait = candidate;
          bin = i;
        }
      }
    }
  }
}

package dev.strowger.training;

import dev.strowger.features.ComplexityKernel;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Kernel ridge regression over few centres (Nyström's method; Williams and Seeger, 2000): the
 * centres are k-means of the rows, so none is a row; the weights are least squares with a penalty.
 */
final class KernelRidge {
  private static final int ROUNDS = 3;
  private static final double JITTER = 1e-3;

  /** The centres, without weights yet: found without looking at any answer. */
  private final ComplexityKernel kernel;

  /** What each centre sees of each row. */
  private final float[][] seen;

  private KernelRidge(ComplexityKernel kernel, float[][] seen) {
    this.kernel = kernel;
    this.seen = seen;
  }

  static KernelRidge over(float[][] rows, int centres, float gamma, RandomGenerator random) {
    float[][] means = means(rows, Math.min(centres, rows.length), random);
    int dimension = rows[0].length;
    byte[] steps = new byte[means.length * dimension];
    float[] sizes = new float[means.length];
    for (int i = 0; i < means.length; i++) {
      float largest = 1e-6f;
      for (float value : means[i]) {
        largest = Math.max(largest, Math.abs(value));
      }
      sizes[i] = largest / Byte.MAX_VALUE;
      for (int j = 0; j < dimension; j++) {
        steps[i * dimension + j] = (byte) Math.round(means[i][j] / sizes[i]);
      }
    }
    ComplexityKernel kernel =
        new ComplexityKernel(dimension, gamma, steps, sizes, new float[means.length], 0);
    float[][] seen = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      seen[i] = floats(kernel.nearness(rows[i]));
    }
    return new KernelRidge(kernel, seen);
  }

  /**
   * @param chosen the rows to learn from
   * @param targets of all rows
   */
  ComplexityKernel fit(int[] chosen, double[] targets, double penalty) {
    int size = kernel.weights().length;
    double base = Arrays.stream(chosen).mapToDouble(i -> targets[i]).average().orElse(0);
    double[][] normal = new double[size][];
    double[] right = new double[size];
    for (int i = 0; i < size; i++) {
      normal[i] = new double[i + 1];
    }
    for (int row : chosen) {
      float[] x = seen[row];
      double y = targets[row] - base;
      for (int i = 0; i < size; i++) {
        double xi = x[i];
        double[] line = normal[i];
        right[i] += y * xi;
        for (int j = 0; j <= i; j++) {
          line[j] += xi * x[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      double[] near = kernel.nearness(kernel.centre(i));
      for (int j = 0; j <= i; j++) {
        normal[i][j] += penalty * near[j];
      }
      normal[i][i] += penalty * JITTER;
    }
    float[] weights = floats(Cholesky.solve(normal, right));
    return new ComplexityKernel(
        kernel.dimension(),
        kernel.gamma(),
        kernel.centres(),
        kernel.steps(),
        weights,
        (float) base);
  }

  private static float[][] means(float[][] rows, int centres, RandomGenerator random) {
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    float[][] means = new float[centres][];
    for (int i = 0; i < centres; i++) {
      int other = i + random.nextInt(order.length - i);
      int row = order[other];
      order[other] = order[i];
      means[i] = rows[row].clone();
    }
    for (int round = 0; round < ROUNDS; round++) {
      move(means, rows);
    }
    return means;
  }

  private static void move(float[][] means, float[][] rows) {
    int dimension = rows[0].length;
    double[][] sums = new double[means.length][dimension];
    int[] counts = new int[means.length];
    float[] squares = new float[means.length];
    Arrays.setAll(counts, i -> 0);
    for (int i = 0; i < means.length; i++) {
      squares[i] = dot(means[i], means[i]);
    }
    for (float[] row : rows) {
      int nearest = 0;
      float least = Float.MAX_VALUE;
      for (int i = 0; i < means.length; i++) {
        float far = squares[i] - 2 * dot(means[i], row);
        if (far < least) {
          least = far;
          nearest = i;
        }
      }
      counts[nearest]++;
      for (int j = 0; j < dimension; j++) {
        sums[nearest][j] += row[j];
      }
    }
    for (int i = 0; i < means.length; i++) {
      for (int j = 0; counts[i] > 0 && j < dimension; j++) {
        means[i][j] = (float) (sums[i][j] / counts[i]);
      }
    }
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    float sum2 = 0;
    int i = 0;
    for (; i + 1 < a.length; i += 2) {
      sum += a[i] * b[i];
      sum2 += a[i + 1] * b[i + 1];
    }
    return i < a.length ? sum + sum2 + a[i] * b[i] : sum + sum2;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}

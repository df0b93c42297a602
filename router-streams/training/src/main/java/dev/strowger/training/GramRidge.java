package dev.strowger.training;

import dev.strowger.features.NGramLine;
import dev.strowger.features.NGrams;
import java.util.Arrays;
import java.util.List;

/**
 * A linear function of n-grams by ridge regression: least squares with a penalty on large weights,
 * solved by conjugate gradients.
 */
final class GramRidge {
  private static final int ROUNDS = 60;
  private static final double CLOSE = 1e-8;

  private final List<NGrams> rows;
  private final double penalty;

  /** One round of conjugate gradients: what is left to explain, and where to go next. */
  private final double[] weights;

  private final double[] rest;
  private final double[] way;

  private GramRidge(List<NGrams> rows, int buckets, double penalty) {
    this.rows = rows;
    this.penalty = penalty;
    this.weights = new double[buckets];
    this.rest = new double[buckets];
    this.way = new double[buckets];
  }

  static NGramLine fit(List<NGrams> rows, double[] targets, byte[] rarity, double penalty) {
    double base = Arrays.stream(targets).average().orElse(0);
    GramRidge ridge = new GramRidge(rows, rarity.length, penalty);
    ridge.solve(targets, base);
    double largest = Arrays.stream(ridge.weights).map(Math::abs).max().orElse(0);
    float step = (float) Math.max(largest / Short.MAX_VALUE, 1e-12);
    short[] steps = new short[rarity.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = (short) Math.clamp(Math.round(ridge.weights[i] / step), -32767, 32767);
    }
    return new NGramLine(rarity, steps, step, (float) base);
  }

  private void solve(double[] targets, double base) {
    for (int i = 0; i < targets.length; i++) {
      add(rest, rows.get(i), targets[i] - base);
    }
    System.arraycopy(rest, 0, way, 0, rest.length);
    double first = square(rest);
    double now = first;
    for (int round = 0; round < ROUNDS && now > CLOSE * first; round++) {
      now = step(now);
    }
  }

  private double step(double now) {
    double[] ahead = new double[way.length];
    for (NGrams row : rows) {
      add(ahead, row, dot(way, row));
    }
    double steepness = 0;
    for (int i = 0; i < way.length; i++) {
      ahead[i] += penalty * way[i];
      steepness += way[i] * ahead[i];
    }
    double length = now / steepness;
    for (int i = 0; i < way.length; i++) {
      weights[i] += length * way[i];
      rest[i] -= length * ahead[i];
    }
    double next = square(rest);
    for (int i = 0; i < way.length; i++) {
      way[i] = rest[i] + next / now * way[i];
    }
    return next;
  }

  private static void add(double[] to, NGrams row, double factor) {
    for (int i = 0; i < row.buckets().length; i++) {
      to[row.buckets()[i]] += factor * row.weights()[i];
    }
  }

  private static double dot(double[] a, NGrams row) {
    double sum = 0;
    for (int i = 0; i < row.buckets().length; i++) {
      sum += a[row.buckets()[i]] * row.weights()[i];
    }
    return sum;
  }

  private static double square(double[] a) {
    double sum = 0;
    for (double each : a) {
      sum += each * each;
    }
    return sum;
  }
}

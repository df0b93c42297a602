package dev.strowger.training;

import dev.strowger.features.ComplexityModel.Curve;
import java.util.List;

/**
 * Fits {@code p = 1 / (1 + exp(a * x + b))} by Newton's method (Platt, 1999). Only ever a falling
 * curve: the order of the scores must stay.
 */
final class Platt {
  private static final int ROUNDS = 50;
  private static final double LEAST = 1e-3;

  private Platt() {}

  /**
   * @param scores that speak against it
   */
  static Curve fit(List<Double> scores, List<Boolean> does) {
    double a = 1;
    double b = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double ga = 0;
      double gb = 0;
      double haa = 1e-6;
      double hab = 0;
      double hbb = 1e-6;
      for (int i = 0; i < scores.size(); i++) {
        double x = scores.get(i);
        double p = 1 / (1 + Math.exp(a * x + b));
        double miss = p - (does.get(i) ? 1 : 0);
        double weight = p * (1 - p);
        ga -= miss * x;
        gb -= miss;
        haa += weight * x * x;
        hab += weight * x;
        hbb += weight;
      }
      double determinant = haa * hbb - hab * hab;
      a -= (hbb * ga - hab * gb) / determinant;
      b -= (haa * gb - hab * ga) / determinant;
    }
    return new Curve(Math.max(a, LEAST), b);
  }
}

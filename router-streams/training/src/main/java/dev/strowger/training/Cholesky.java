package dev.strowger.training;

/** Solves symmetric, positive definite linear equations. */
final class Cholesky {
  private Cholesky() {}

  /**
   * @param lower the matrix' lower triangle, row i having i + 1 elements; overwritten
   */
  static double[] solve(double[][] lower, double[] right) {
    factor(lower);
    double[] x = right.clone();
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      x[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= lower[i][k] * x[i];
      }
    }
    return x;
  }

  private static void factor(double[][] lower) {
    for (int i = 0; i < lower.length; i++) {
      for (int j = 0; j <= i; j++) {
        double[] a = lower[i];
        double[] b = lower[j];
        double sum = a[j];
        for (int k = 0; k < j; k++) {
          sum -= a[k] * b[k];
        }
        if (i > j) {
          a[j] = sum / b[j];
        } else if (sum > 0) {
          a[i] = Math.sqrt(sum);
        } else {
          throw new IllegalArgumentException("the matrix is not positive definite");
        }
      }
    }
  }
}

package dev.strowger.features;

import java.util.List;

/**
 * A linear classifier over vectors, learned from a few examples of each class by gradient descent:
 * deterministic, and done in a fraction of a second.
 */
final class SoftmaxHead {
  /** A vector whose products are all that the classifier needs. */
  interface Vector {
    double times(float[] weights);

    /** Adds itself, so many times, to a row of weights. */
    void addTo(float[] weights, double factor);
  }

  /**
   * @param of the class
   */
  record Example(Vector vector, int of) {}

  /**
   * How it learns.
   *
   * @param scale of the vectors, which have length 1
   * @param decay of the weights at each step
   */
  record Terms(int size, double scale, double decay, int steps) {}

  private static final double RATE = 2.0;

  private final float[][] weights;
  private final double[] bias;
  private final double scale;

  private SoftmaxHead(int classes, Terms terms) {
    this.weights = new float[classes][terms.size()];
    this.bias = new double[classes];
    this.scale = terms.scale();
  }

  /** Each class counts the same, however many examples it has. */
  static SoftmaxHead learn(List<Example> examples, int classes, Terms terms) {
    int[] counts = new int[classes];
    examples.forEach(example -> counts[example.of()]++);
    SoftmaxHead head = new SoftmaxHead(classes, terms);
    for (int step = 0; step < terms.steps(); step++) {
      head.step(examples, counts, terms);
    }
    return head;
  }

  private void step(List<Example> examples, int[] counts, Terms terms) {
    double[][] errors = new double[examples.size()][];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = probabilities(logits(examples.get(i).vector()));
      errors[i][examples.get(i).of()] -= 1;
    }
    for (float[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= (float) (1 - terms.decay());
      }
    }
    for (int i = 0; i < errors.length; i++) {
      Example example = examples.get(i);
      double rate = RATE / (counts[example.of()] * (double) counts.length);
      for (int c = 0; c < counts.length; c++) {
        double change = -rate * errors[i][c];
        example.vector().addTo(weights[c], change * scale);
        bias[c] += change;
      }
    }
  }

  double[] logits(Vector vector) {
    double[] logits = new double[weights.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = vector.times(weights[c]) * scale + bias[c];
    }
    return logits;
  }

  static double[] probabilities(double[] logits) {
    double most = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    double[] probabilities = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(logits[i] - most);
      sum += probabilities[i];
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}

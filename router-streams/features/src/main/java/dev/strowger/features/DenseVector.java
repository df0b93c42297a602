package dev.strowger.features;

/** An embedding as a classifier takes it. */
record DenseVector(float[] values) implements SoftmaxHead.Vector {
  @Override
  public double times(float[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }

  @Override
  public void addTo(float[] weights, double factor) {
    for (int i = 0; i < values.length; i++) {
      weights[i] += (float) (factor * values[i]);
    }
  }
}

package dev.strowger.features;

/**
 * A smooth function of a vector: each centre adds its weight, the less the further away it is. The
 * centres are means of many prompts' vectors, kept in 8 bits.
 *
 * @param gamma how quickly a centre's say falls with the squared distance
 * @param centres one after the other, {@code weights.length * dimension}
 * @param steps what one step of a centre's 8 bits is worth, one for each centre
 */
public record ComplexityKernel(
    int dimension, float gamma, byte[] centres, float[] steps, float[] weights, float base) {
  public static final int MAX_CENTRES = 4096;
  public static final int MAX_DIMENSION = 1024;

  public ComplexityKernel {
    if (dimension < 1 || dimension > MAX_DIMENSION || weights.length > MAX_CENTRES) {
      throw new IllegalArgumentException("a kernel of " + weights.length + " by " + dimension);
    }
    if (centres.length != weights.length * dimension || steps.length != weights.length) {
      throw new IllegalArgumentException("a kernel's parts differ in number");
    }
    if (!(gamma > 0 && gamma < 1000)) {
      throw new IllegalArgumentException("a kernel's gamma is " + gamma);
    }
  }

  public double of(float[] vector) {
    float own = dot(vector, vector);
    double sum = base;
    for (int centre = 0; centre < weights.length; centre++) {
      sum += weights[centre] * nearness(own, vector, centre);
    }
    return sum;
  }

  /**
   * @return what each centre sees of the vector, 1 at the centre
   */
  public double[] nearness(float[] vector) {
    float own = dot(vector, vector);
    double[] each = new double[weights.length];
    for (int centre = 0; centre < each.length; centre++) {
      each[centre] = nearness(own, vector, centre);
    }
    return each;
  }

  /** A centre as a vector. */
  public float[] centre(int centre) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = centres[centre * dimension + i] * steps[centre];
    }
    return vector;
  }

  private double nearness(float own, float[] vector, int centre) {
    int from = centre * dimension;
    float cross = 0;
    float cross2 = 0;
    int square = 0;
    int i = 0;
    for (; i + 1 < dimension; i += 2) {
      byte a = centres[from + i];
      byte b = centres[from + i + 1];
      cross += a * vector[i];
      cross2 += b * vector[i + 1];
      square += a * a + b * b;
    }
    for (; i < dimension; i++) {
      cross += centres[from + i] * vector[i];
      square += centres[from + i] * centres[from + i];
    }
    float step = steps[centre];
    float distance = own + step * (step * square - 2 * (cross + cross2));
    return Math.exp(-gamma * Math.max(0, distance));
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

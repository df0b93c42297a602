package dev.strowger.simulator.answer;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Embeddings: the same text, model and length give the same vector, of length 1. */
public final class Vectors {
  private static final int MOST_DIMENSIONS = 4_096;

  /** Over all vectors of one call, so that no answer is longer than some 50 MB. */
  private static final int MOST_NUMBERS = 4 << 20;

  private Vectors() {}

  /**
   * @throws BadQuestion when the vectors of one call would be too long or too many
   */
  public static void check(int texts, int dimensions) {
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new BadQuestion("dimensions must be from 1 to " + MOST_DIMENSIONS);
    }
    if ((long) texts * dimensions > MOST_NUMBERS) {
      throw new BadQuestion("too many inputs for vectors of " + dimensions);
    }
  }

  public static float[] of(String model, String text, int dimensions) {
    SplittableRandom random = new SplittableRandom(checksum(model) * 31 + checksum(text));
    double[] drawn = new double[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      drawn[i] = random.nextGaussian();
      squares += drawn[i] * drawn[i];
    }
    double length = Math.sqrt(squares);
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (drawn[i] / length);
    }
    return vector;
  }

  private static long checksum(String text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}

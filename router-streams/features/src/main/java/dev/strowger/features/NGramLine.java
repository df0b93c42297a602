package dev.strowger.features;

/**
 * A linear function of {@link NGrams}.
 *
 * @param rarity of each bucket, the natural logarithm in steps of 1/24, unsigned
 * @param weights of each bucket, in {@code step}s
 */
public record NGramLine(byte[] rarity, short[] weights, float step, float base) {
  public static final int MAX_BITS = 20;

  public NGramLine {
    if (Integer.bitCount(rarity.length) != 1
        || rarity.length < 2
        || rarity.length > 1 << MAX_BITS
        || weights.length != rarity.length) {
      throw new IllegalArgumentException(
          "n-grams have " + rarity.length + " and " + weights.length + " buckets");
    }
  }

  /** Of the number of buckets. */
  public int bits() {
    return Integer.numberOfTrailingZeros(rarity.length);
  }

  public double of(NGrams grams) {
    double sum = 0;
    for (int i = 0; i < grams.buckets().length; i++) {
      sum += weights[grams.buckets()[i]] * grams.weights()[i];
    }
    return base + step * sum;
  }
}

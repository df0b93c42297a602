package dev.strowger.features;

import java.util.Arrays;
import java.util.List;

/**
 * A text as hashed words and pairs of neighbouring words, each weighed by how often it stands here
 * and how rare it is elsewhere; the vector has length 1.
 *
 * @param buckets ascending, each once
 * @param weights one for each bucket
 */
public record NGrams(int[] buckets, float[] weights) {
  /** Rarity is kept in 8 bits: the natural logarithm times this. */
  static final float RARITY_STEPS = 24;

  private static final int SEED = 0x811c9dc5;
  private static final int PRIME = 0x01000193;
  private static final int NUMBER = 0x3c6ef372;
  private static final int COUNTS = 64;
  private static final float[] OF_COUNT = new float[COUNTS];

  static {
    for (int count = 1; count < COUNTS; count++) {
      OF_COUNT[count] = (float) (1 + StrictMath.log(count));
    }
  }

  /**
   * How rare each bucket is among prompts: the natural logarithm of prompts per prompt that has it,
   * in steps of 1/24, at most 255.
   *
   * @return 2^bits, unsigned
   */
  public static byte[] rarity(List<String> prompts, int bits) {
    int[] having = new int[1 << bits];
    for (String prompt : prompts) {
      int before = -1;
      for (int bucket : ComplexityScan.of(prompt).buckets(bits)) {
        having[bucket] += bucket == before ? 0 : 1;
        before = bucket;
      }
    }
    byte[] rarity = new byte[having.length];
    for (int i = 0; i < rarity.length; i++) {
      double log = StrictMath.log((prompts.size() + 1.0) / (having[i] + 1));
      rarity[i] = (byte) Math.min(255, Math.round(RARITY_STEPS * log));
    }
    return rarity;
  }

  /** From buckets, ascending, repeated as often as they stand in the text. */
  static NGrams of(int[] sorted, byte[] rarity) {
    int[] buckets = new int[sorted.length];
    float[] weights = new float[sorted.length];
    int size = 0;
    double square = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = from + 1;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      float rare = (rarity[sorted[from]] & 0xff) / RARITY_STEPS;
      float weight = OF_COUNT[Math.min(to - from, COUNTS - 1)] * rare;
      buckets[size] = sorted[from];
      weights[size++] = weight;
      square += (double) weight * weight;
    }
    float factor = (float) (1 / Math.max(Math.sqrt(square), 1e-9));
    for (int i = 0; i < size; i++) {
      weights[i] *= factor;
    }
    return new NGrams(Arrays.copyOf(buckets, size), Arrays.copyOf(weights, size));
  }

  static int word(String lowerCase) {
    int hash = start();
    for (int i = 0; i < lowerCase.length(); i++) {
      hash = letter(hash, lowerCase.charAt(i));
    }
    return hash;
  }

  static int start() {
    return SEED;
  }

  static int letter(int hash, char lowerCase) {
    return (hash ^ lowerCase) * PRIME;
  }

  /** Numbers differ by their magnitude only. */
  static int number(int digits) {
    return (NUMBER + Math.min(digits, 4)) * PRIME;
  }

  static int pair(int first, int second) {
    return ((Integer.rotateLeft(first, 13) * 5) + 0xe6546b64) ^ (second * 0x85ebca6b);
  }

  static int bucket(int hash, int bits) {
    int mixed = (hash ^ (hash >>> 16)) * 0x7feb352d;
    mixed = (mixed ^ (mixed >>> 15)) * 0x846ca68b;
    return (mixed ^ (mixed >>> 16)) >>> (32 - bits);
  }
}

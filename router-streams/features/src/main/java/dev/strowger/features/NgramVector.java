package dev.strowger.features;

import java.util.Arrays;
import java.util.Locale;

/**
 * A text as hashed n-grams: words, pairs of words, and the fours of characters in a word, for what
 * inflection does to it. Length 1.
 *
 * @param indexes below {@link #SIZE}, in order, none twice
 * @param values as many
 */
record NgramVector(int[] indexes, float[] values) implements SoftmaxHead.Vector {
  static final int SIZE = 1 << 15;

  /** Of a text that is read; a prompt's purpose stands at its beginning or its end. */
  static final int MAX_CHARS = 2_000;

  private static final int GRAM = 4;
  private static final int WORD = 0x3C6EF372;
  private static final int PAIR = 0x1B873593;
  private static final int PART = 0x51ED270B;
  private static final float PART_WEIGHT = 0.5f;

  static NgramVector of(String text) {
    String read = text;
    if (text.length() > MAX_CHARS) {
      int half = MAX_CHARS / 2;
      read = text.substring(0, half) + " " + text.substring(text.length() - half);
    }
    return new Reader(read.toLowerCase(Locale.ROOT)).vector();
  }

  @Override
  public double times(float[] weights) {
    double sum = 0;
    for (int i = 0; i < indexes.length; i++) {
      sum += weights[indexes[i]] * values[i];
    }
    return sum;
  }

  @Override
  public void addTo(float[] weights, double factor) {
    for (int i = 0; i < indexes.length; i++) {
      weights[indexes[i]] += (float) (factor * values[i]);
    }
  }

  private static final class Reader {
    private final String text;
    private int[] hashes = new int[256];
    private int words;
    private int size;

    Reader(String text) {
      this.text = text;
    }

    NgramVector vector() {
      int before = 0;
      int i = 0;
      while (i < text.length()) {
        int start = i;
        while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
          i++;
        }
        if (i == start) {
          i++;
          continue;
        }
        int word = word(start, i);
        add(WORD, word);
        if (before != 0) {
          add(PAIR, before * 31 + word);
        }
        before = word;
        parts(start, i);
        words++;
      }
      return toLengthOne();
    }

    private int word(int from, int to) {
      int hash = 17;
      for (int i = from; i < to; i++) {
        hash = hash * 31 + text.charAt(i);
      }
      return hash | 1;
    }

    private void parts(int from, int to) {
      for (int i = from; i + GRAM <= to; i++) {
        add(PART, word(i, i + GRAM));
      }
    }

    /** Whether it is a part of a word stands in the lowest bit, until the weights are given. */
    private void add(int kind, int hash) {
      int mixed = (hash ^ kind) * 0x9E3779B1;
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, size * 2);
      }
      hashes[size++] = (mixed >>> 17) << 1 | (kind == PART ? 1 : 0);
    }

    private NgramVector toLengthOne() {
      Arrays.sort(hashes, 0, size);
      int[] indexes = new int[size];
      float[] values = new float[size];
      int n = 0;
      double square = 0;
      for (int i = 0; i < size; i++) {
        int index = hashes[i] >>> 1;
        if (n > 0 && indexes[n - 1] == index) {
          continue;
        }
        indexes[n] = index;
        values[n] = (hashes[i] & 1) == 1 ? PART_WEIGHT : 1;
        square += values[n] * values[n];
        n++;
      }
      float factor = words == 0 ? 1 : (float) (1 / Math.sqrt(square));
      for (int i = 0; i < n; i++) {
        values[i] *= factor;
      }
      return new NgramVector(Arrays.copyOf(indexes, n), Arrays.copyOf(values, n));
    }
  }
}

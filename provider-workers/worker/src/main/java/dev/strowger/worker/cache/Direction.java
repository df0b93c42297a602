package dev.strowger.worker.cache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where an embedding points.
 *
 * @param values of signed bytes; empty: nowhere. As ints, which the JVM multiplies several at a
 *     time
 * @param length Euclidean
 */
public record Direction(int[] values, double length) {
  private static final Direction NOWHERE = new Direction(new int[0], 0);

  static Direction of(@Nullable ByteBuffer embedding) {
    if (embedding == null) {
      return NOWHERE;
    }
    int[] values = new int[embedding.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = embedding.get(embedding.position() + i);
    }
    double length = Math.sqrt(dot(values, values));
    return length == 0 ? NOWHERE : new Direction(values, length);
  }

  boolean isNowhere() {
    return values.length == 0;
  }

  /** From -1 to 1; -1 for what cannot be compared. */
  double cosine(Direction other) {
    return values.length == other.values.length && values.length > 0
        ? dot(values, other.values) / (length * other.length)
        : -1;
  }

  /** Exact up to 130,000 values. */
  private static int dot(int[] a, int[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

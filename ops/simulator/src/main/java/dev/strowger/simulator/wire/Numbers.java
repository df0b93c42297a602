package dev.strowger.simulator.wire;

import dev.strowger.simulator.answer.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** Vectors as the formats write them. */
public final class Numbers {
  private static final int CHARS_PER_NUMBER = 13;

  private Numbers() {}

  /** A JSON array of numbers. */
  public static String array(float[] vector) {
    StringBuilder out = new StringBuilder(vector.length * CHARS_PER_NUMBER).append('[');
    for (float number : vector) {
      out.append(out.length() == 1 ? "" : ",").append(number);
    }
    return out.append(']').toString();
  }

  /** Little-endian 32-bit floats in base64, as a JSON string. */
  public static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector) {
      bytes.putFloat(number);
    }
    return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
  }

  /** A vector for each text, as JSON with commas between. */
  public static String all(String model, List<String> texts, int dimensions, boolean base64) {
    Vectors.check(texts.size(), dimensions);
    StringBuilder out = new StringBuilder();
    for (String text : texts) {
      float[] vector = Vectors.of(model, text, dimensions);
      out.append(out.isEmpty() ? "" : ",").append(base64 ? base64(vector) : array(vector));
    }
    return out.toString();
  }
}

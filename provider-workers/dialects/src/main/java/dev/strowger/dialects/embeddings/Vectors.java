package dev.strowger.dialects.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/** Vectors as providers write them. */
public final class Vectors {
  private Vectors() {}

  /**
   * @param node a list of numbers, or base64 of little-endian 32-bit floats
   * @return empty if it is neither, or has no element
   */
  public static Optional<float[]> read(JsonNode node) {
    if (node.isTextual()) {
      return ofBase64(node.textValue());
    }
    if (!node.isArray() || node.isEmpty()) {
      return Optional.empty();
    }
    float[] vector = new float[node.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!node.get(i).isNumber()) {
        return Optional.empty();
      }
      vector[i] = node.get(i).floatValue();
    }
    return Optional.of(vector);
  }

  private static Optional<float[]> ofBase64(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
      return Optional.empty();
    }
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return Optional.of(vector);
  }
}

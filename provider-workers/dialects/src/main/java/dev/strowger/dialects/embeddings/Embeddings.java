package dev.strowger.dialects.embeddings;

import dev.strowger.dialects.TokenUsage;
import java.util.List;

/**
 * Vectors, in the order of the inputs.
 *
 * @param vectors each as long as the model's dimensions
 */
public record Embeddings(List<float[]> vectors, TokenUsage usage) {
  public Embeddings {
    vectors = List.copyOf(vectors);
  }
}

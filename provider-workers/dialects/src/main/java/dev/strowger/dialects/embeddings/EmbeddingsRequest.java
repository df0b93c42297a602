package dev.strowger.dialects.embeddings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Texts to be turned into vectors. Source: OpenAI's API reference, "Embeddings".
 *
 * @param dimensions of each vector, where the client wants others than the model's
 * @param base64 whether the client wants vectors as base64 of little-endian 32-bit floats
 * @param user who the application's user is, opaque
 * @param inputType what the vectors are for, e.g. {@code search_query}; an extension that some
 *     providers need
 * @param foreign parameters that were set and that OpenAI's API does not know
 */
public record EmbeddingsRequest(
    List<Input> inputs,
    OptionalLong dimensions,
    boolean base64,
    Optional<String> user,
    Optional<String> inputType,
    List<String> foreign) {
  public EmbeddingsRequest {
    inputs = List.copyOf(inputs);
    foreign = List.copyOf(foreign);
  }

  public EmbeddingsRequest(
      List<Input> inputs,
      OptionalLong dimensions,
      boolean base64,
      Optional<String> user,
      Optional<String> inputType) {
    this(inputs, dimensions, base64, user, inputType, List.of());
  }

  /** One thing to be turned into a vector. */
  public sealed interface Input {
    record Text(String text) implements Input {}

    /** Token ids of the model's own vocabulary. */
    record Tokens(List<Integer> ids) implements Input {
      public Tokens {
        ids = List.copyOf(ids);
      }
    }
  }

  /** An embeddings request, or what is wrong with it. */
  public sealed interface Reading {
    record Read(EmbeddingsRequest request) implements Reading {}

    record Unreadable(dev.strowger.dialects.Fault fault) implements Reading {}
  }
}

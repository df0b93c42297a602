package dev.strowger.features;

import dev.strowger.features.ComplexityModel.Kind;
import dev.strowger.features.ComplexityModel.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Will the small model's answer do for a prompt? It does where it is right, and where a large
 * model's would not be right either. Learned by {@code strowger router train}. Safe for many
 * threads.
 */
public final class Complexity {
  private static final String LINEAR = "complexity-linear.bin";
  private static final String EMBEDDING = "complexity-embedding.bin";
  private static final float[] NOTHING = {};

  private final ComplexityModel model;
  private final String version;
  private final Optional<Embedder> embedder;

  private Complexity(byte[] bytes, Optional<Embedder> embedder) {
    this.model = ComplexityFile.read(bytes);
    this.version = hash(bytes);
    this.embedder = embedder;
    if (needsEmbedding()
        && embedder.map(Embedder::dimension).orElse(0) != ComplexityModel.EMBEDDING) {
      throw new IllegalArgumentException(
          "this complexity model needs embeddings of " + ComplexityModel.EMBEDDING + " numbers");
    }
  }

  /** The model that comes with this release and needs nothing but the prompt's words. */
  public static Complexity shipped() {
    return read(resource(LINEAR));
  }

  /**
   * The better, slower model that comes with this release.
   *
   * @param embedder stays the caller's to close
   */
  public static Complexity shipped(Embedder embedder) {
    return read(resource(EMBEDDING), embedder);
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a model, or of one that needs
   *     embeddings
   */
  public static Complexity read(byte[] bytes) {
    return new Complexity(bytes, Optional.empty());
  }

  /**
   * @param embedder is asked only if the model needs embeddings; stays the caller's to close
   * @throws IllegalArgumentException if these are not the bytes of a model
   */
  public static Complexity read(byte[] bytes, Embedder embedder) {
    return new Complexity(bytes, Optional.of(embedder));
  }

  /** Whether a model in a file needs embeddings. */
  public static boolean needsEmbedding(byte[] bytes) {
    return ComplexityFile.read(bytes).kind() == Kind.EMBEDDING;
  }

  public boolean needsEmbedding() {
    return model.kind() == Kind.EMBEDDING;
  }

  /**
   * @param prompt may be empty; of a very long one the beginning and the end are read
   * @return the probability, 0 to 1
   */
  public double weakOk(String prompt) {
    float[] embedding = needsEmbedding() ? embedder.orElseThrow().embed(prompt) : NOTHING;
    return weakOk(prompt, embedding);
  }

  /**
   * @param embedding of the prompt, where the caller has it already; unread if the model needs none
   */
  public double weakOk(String prompt, float[] embedding) {
    return model.probability(View.of(prompt, model.grams().rarity(), embedding));
  }

  /** Of the model: the first 12 hexadecimal digits of its bytes' SHA-256. */
  public String version() {
    return version;
  }

  /** What the model was learned from. */
  public String about() {
    return model.about();
  }

  private static byte[] resource(String name) {
    try (InputStream in = Complexity.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the shipped complexity model", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

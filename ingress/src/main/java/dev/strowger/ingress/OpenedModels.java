package dev.strowger.ingress;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Complexity;
import dev.strowger.features.ComplexityJudge;
import dev.strowger.features.Embedder;
import dev.strowger.features.Languages;
import dev.strowger.records.PolicyRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The models of this software. Asked by one thread. */
final class OpenedModels implements FeatureModels {
  /** The classifier that goes by the direction of a prompt, as a policy names it. */
  static final String EMBEDDING = "embedding";

  private @Nullable Embedder embedder;
  private @Nullable Languages languages;

  @Override
  public Embedder embedder() {
    if (embedder == null) {
      embedder = BgeSmallEmbedder.open();
    }
    return embedder;
  }

  @Override
  public Languages languages() {
    if (languages == null) {
      languages = Languages.open();
    }
    return languages;
  }

  @Override
  public ComplexityJudge complexity(PolicyRecord policy) {
    ByteBuffer own = policy.getClassifierModel();
    if (own == null) {
      boolean direction = policy.getNeeds().getClassifier().equals(EMBEDDING);
      return ComplexityJudge.of(direction ? Complexity.shipped(embedder()) : Complexity.shipped());
    }
    byte[] bytes = new byte[own.remaining()];
    own.duplicate().get(bytes);
    return ComplexityJudge.of(
        Complexity.needsEmbedding(bytes)
            ? Complexity.read(bytes, embedder())
            : Complexity.read(bytes));
  }

  @Override
  public void close() {
    if (embedder != null) {
      embedder.close();
    }
  }
}

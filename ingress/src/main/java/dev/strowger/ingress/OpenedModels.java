package dev.strowger.ingress;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.ComplexityJudge;
import dev.strowger.features.Embedder;
import dev.strowger.features.Languages;
import dev.strowger.records.PolicyRecord;
import org.jspecify.annotations.Nullable;

/** The models of this software. Asked by one thread. */
final class OpenedModels implements FeatureModels {
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
    throw new IllegalStateException("there is no model of complexity");
  }

  @Override
  public void close() {
    if (embedder != null) {
      embedder.close();
    }
  }
}

package dev.strowger.ingress;

import dev.strowger.features.ComplexityJudge;
import dev.strowger.features.Embedder;
import dev.strowger.features.Languages;
import dev.strowger.records.PolicyRecord;

/** The models by which prompts are looked at: opened when a policy first needs them, then kept. */
interface FeatureModels extends AutoCloseable {
  Embedder embedder();

  Languages languages();

  /** The policy's own, or the one that came with the software. */
  ComplexityJudge complexity(PolicyRecord policy);

  @Override
  void close();
}

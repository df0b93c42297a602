package dev.strowger.features;

import java.util.Optional;

/** A prompt is as complex as a small model's answer will probably not do. */
record LearnedJudge(Complexity learned) implements ComplexityJudge {
  private static final float[] NOTHING = {};

  @Override
  public double of(String prompt, Optional<float[]> direction) {
    if (needsDirection() && direction.isEmpty()) {
      throw new IllegalStateException("the prompt was not embedded");
    }
    return 1 - learned.weakOk(prompt, direction.orElse(NOTHING));
  }

  @Override
  public boolean needsDirection() {
    return learned.needsEmbedding();
  }

  @Override
  public String version() {
    return learned.version();
  }
}

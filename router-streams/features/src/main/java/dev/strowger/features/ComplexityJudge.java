package dev.strowger.features;

import java.util.Optional;

/** Judges how hard a prompt is. For many threads. */
public interface ComplexityJudge {
  /**
   * @param direction of the prompt, if it was embedded
   * @return 0, any model will do, to 1: what a small model answers will probably not do
   * @throws IllegalStateException if it needs the direction and there is none
   */
  double of(String prompt, Optional<float[]> direction);

  /** Whether it makes use of the direction. */
  boolean needsDirection();

  /** Names what was learned, for the record of each decision. */
  String version();

  /** By what was learned of small models' answers. */
  static ComplexityJudge of(Complexity learned) {
    return new LearnedJudge(learned);
  }
}

package dev.strowger.features;

import java.util.Optional;

/** Judges how hard a prompt is. For many threads. */
public interface ComplexityModel {
  /**
   * @param direction of the prompt, if it was embedded
   * @return 0, any model will do, to 1: what a small model answers will probably not do
   */
  double of(String prompt, Optional<float[]> direction);

  /** Names the model and its training, for the record of each decision. */
  String version();
}

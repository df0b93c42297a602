package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;
import java.util.List;

/** What came of a step that ran beside an earlier one. */
sealed interface RivalEnd {
  /** The client had its answer from it, and it said how the request ended. */
  record Settled() implements RivalEnd {}

  /** The client had a part of its answer from it, and another step was told to go on. */
  record HandedOn() implements RivalEnd {}

  /**
   * It failed, which it wrote down: the plan goes on behind it.
   *
   * @param tried its calls, or why there was none
   */
  record Failed(List<PathStep> tried, Fault fault) implements RivalEnd {
    public Failed {
      tried = List.copyOf(tried);
    }
  }

  /** It was given up: the step is as if it had not been tried. */
  record Gone() implements RivalEnd {}
}

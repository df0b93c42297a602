package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;

/** What came of a step that ran beside an earlier one. */
sealed interface RivalEnd {
  /** The client had its answer from it, and it said how the request ended. */
  record Settled() implements RivalEnd {}

  /** It failed, which it wrote down: the plan goes on behind it. */
  record Failed(PathStep tried, Fault fault) implements RivalEnd {}

  /** It was given up: the step is as if it had not been tried. */
  record Gone() implements RivalEnd {}
}

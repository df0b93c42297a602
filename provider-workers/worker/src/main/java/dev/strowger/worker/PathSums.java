package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.PathStep;
import dev.strowger.records.Usage;
import java.util.List;

/** What all attempts at a request add up to. */
final class PathSums {
  private PathSums() {}

  /** Without that of judges: they cost, but what they say is no answer. */
  static Usage usage(List<PathStep> path) {
    TokenUsage sum = TokenUsage.NONE;
    for (PathStep step : path) {
      Usage used = step.getUsage();
      if (used != null && !Judging.said(step)) {
        sum = sum.plus(Tokens.of(used));
      }
    }
    return Tokens.record(sum);
  }

  static long costMicros(List<PathStep> path) {
    return path.stream().mapToLong(PathStep::getCostMicros).sum();
  }
}

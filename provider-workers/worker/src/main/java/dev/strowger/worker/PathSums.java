package dev.strowger.worker;

import dev.strowger.records.PathStep;
import dev.strowger.records.Usage;
import java.util.List;

/** What all attempts at a request add up to. */
final class PathSums {
  private PathSums() {}

  /** Without that of judges: they cost, but what they say is no answer. */
  static Usage usage(List<PathStep> path) {
    Usage sum = Usage.newBuilder().build();
    for (PathStep step : path) {
      Usage used = step.getUsage();
      if (used != null && !Judging.said(step)) {
        sum =
            new Usage(
                sum.getInputTokens() + used.getInputTokens(),
                sum.getOutputTokens() + used.getOutputTokens(),
                sum.getCachedInputTokens() + used.getCachedInputTokens(),
                sum.getCacheWriteTokens() + used.getCacheWriteTokens(),
                sum.getReasoningTokens() + used.getReasoningTokens(),
                sum.getEstimated() || used.getEstimated(),
                0L,
                0L,
                0L,
                0L);
      }
    }
    return sum;
  }

  static long costMicros(List<PathStep> path) {
    return path.stream().mapToLong(PathStep::getCostMicros).sum();
  }
}

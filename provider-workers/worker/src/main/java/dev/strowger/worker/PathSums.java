package dev.strowger.worker;

import dev.strowger.records.PathStep;
import dev.strowger.records.Usage;
import java.util.List;

/** What all attempts at a request add up to. */
final class PathSums {
  private PathSums() {}

  static Usage usage(List<PathStep> path) {
    Usage sum = Usage.newBuilder().build();
    for (PathStep step : path) {
      Usage used = step.getUsage();
      if (used != null) {
        sum =
            new Usage(
                sum.getInputTokens() + used.getInputTokens(),
                sum.getOutputTokens() + used.getOutputTokens(),
                sum.getCachedInputTokens() + used.getCachedInputTokens(),
                sum.getCacheWriteTokens() + used.getCacheWriteTokens(),
                sum.getReasoningTokens() + used.getReasoningTokens(),
                sum.getEstimated() || used.getEstimated());
      }
    }
    return sum;
  }

  static long costMicros(List<PathStep> path) {
    return path.stream().mapToLong(PathStep::getCostMicros).sum();
  }

  /**
   * Broken streams that a later step went on with: it has used something, or given the end.
   *
   * @param resume whether the last step was to go on with a begun answer
   * @param answered whether it did, to the end
   */
  static int rescues(List<PathStep> path, boolean resume, boolean answered) {
    if (!resume || path.isEmpty()) {
      return 0;
    }
    boolean lastCounts = answered || path.getLast().getUsage() != null;
    long before =
        path.subList(0, path.size() - 1).stream().filter(s -> s.getUsage() != null).count();
    return Math.toIntExact(Math.max(0, lastCounts ? before : before - 1));
  }
}

package dev.strowger.router;

import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.records.TargetStats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several worker processes say of one target, as one: counts add up, times are means by calls
 * of those that have measured any.
 */
final class TargetTotal {
  private TargetTotal() {}

  static TargetState of(List<TargetStats> all) {
    return new TargetState(
        mean(all, TargetStats::getLatencyMs),
        mean(all, TargetStats::getP95Ms),
        mean(all, TargetStats::getFirstTokenMs),
        all.stream().mapToDouble(TargetStats::getInFlight).sum(),
        all.stream().mapToDouble(TargetStats::getCalls).sum(),
        all.stream().mapToDouble(TargetStats::getFailures).sum(),
        all.stream().mapToDouble(TargetStats::getNotAccepted).sum());
  }

  /** A mean outlives the calls of the window: without any it counts like one call. */
  private static double mean(List<TargetStats> all, ToDoubleFunction<TargetStats> figure) {
    double sum = 0;
    double weights = 0;
    for (TargetStats one : all) {
      double value = figure.applyAsDouble(one);
      if (value > 0) {
        double weight = Math.max(1, one.getCalls());
        sum += value * weight;
        weights += weight;
      }
    }
    return weights == 0 ? 0 : sum / weights;
  }
}

package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** The figures of the targets' guards. Only so many targets become time series. */
final class TargetMetrics {
  private static final int MAX_TARGETS = 500;

  private final MeterRegistry meters;
  private final Set<String> targets = ConcurrentHashMap.newKeySet();

  TargetMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * @param level 0 well, 1 a request tries it, 2 left alone
   */
  void watch(String provider, String model, IntSupplier level) {
    if (known(provider, model)) {
      Gauge.builder("strowger.target.state", level, IntSupplier::getAsInt)
          .tags(tags(provider, model))
          .strongReference(true)
          .register(meters);
    }
  }

  void down(String provider, String model, FailureKind kind) {
    Counter.builder("strowger.target.down")
        .tags(tags(provider, known(provider, model) ? model : "other"))
        .tag("error.type", kind.label())
        .register(meters)
        .increment();
  }

  private static Tags tags(String provider, String model) {
    return Tags.of("gen_ai.provider.name", provider, "gen_ai.request.model", model);
  }

  private boolean known(String provider, String model) {
    String target = TargetHealth.name(provider, model);
    return targets.contains(target) || (targets.size() < MAX_TARGETS && targets.add(target));
  }
}

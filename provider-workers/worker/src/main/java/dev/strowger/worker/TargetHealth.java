package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.FailureKind;
import dev.strowger.records.HealthState;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a target's state as the processes tell it to each other.
 *
 * @param instance this process
 * @param dialects of the providers served here, by name
 * @param simulated whether a provider is, by name
 */
record TargetHealth(String instance, Map<String, String> dialects, Map<String, Boolean> simulated) {
  private static final String AFTER_KIND = ": ";

  TargetHealth {
    dialects = Map.copyOf(dialects);
    simulated = Map.copyOf(simulated);
  }

  /**
   * @param served whose dialects are made by family
   */
  static TargetHealth of(
      String instance, List<ProviderAccess> served, Function<Dialects.Family, Dialect> dialects) {
    Map<String, String> names = new HashMap<>();
    Map<String, Boolean> simulated = new HashMap<>();
    for (ProviderAccess access : served) {
      names.put(access.provider().name(), dialects.apply(access.provider().dialect()).name());
      simulated.put(access.provider().name(), access.simulated());
    }
    return new TargetHealth(instance, names, simulated);
  }

  static String name(String provider, String model) {
    return provider + "/" + model;
  }

  ProviderHealth of(PlanStep step, TargetState state, Instant now) {
    String provider = step.getProvider();
    boolean down = state.until().isPresent();
    return new ProviderHealth(
        provider,
        dialects.getOrDefault(provider, ""),
        down ? HealthState.DOWN : HealthState.UP,
        simulated.getOrDefault(provider, false),
        now,
        down ? state.kind().label() + AFTER_KIND + state.reason() : "",
        step.getModel(),
        instance,
        state.until().orElse(null));
  }

  /** What brought a target down, by the reason that was told. */
  static FailureKind kind(ProviderHealth health) {
    for (FailureKind kind : FailureKind.values()) {
      if (health.getReason().startsWith(kind.label() + AFTER_KIND)) {
        return kind;
      }
    }
    return FailureKind.OVERLOADED;
  }

  static String words(ProviderHealth health) {
    String label = kind(health).label() + AFTER_KIND;
    String reason = health.getReason();
    return Delivery.cut(reason.startsWith(label) ? reason.substring(label.length()) : reason);
  }
}

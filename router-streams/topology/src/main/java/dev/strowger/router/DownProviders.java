package dev.strowger.router;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The providers whose last word on the health topic was that they are down. */
final class DownProviders {
  private volatile Set<String> names = Set.of();

  Set<String> get() {
    return names;
  }

  /** Takes a change of the health topic; called by one thread only. */
  void changed(String provider, @Nullable ProviderHealth health) {
    Set<String> changed = new HashSet<>(names);
    if (health != null && health.getState() == HealthState.DOWN) {
      changed.add(provider);
    } else {
      changed.remove(provider);
    }
    names = Set.copyOf(changed);
  }
}

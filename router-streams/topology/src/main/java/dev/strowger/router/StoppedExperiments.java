package dev.strowger.router;

import dev.strowger.records.ExperimentState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows which experiments a guard has stopped. */
final class StoppedExperiments {
  /** Of more than this no other is known to be stopped. */
  static final int MAX_KEYS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(StoppedExperiments.class);

  private final Map<String, String> byKey = new HashMap<>();
  private volatile Set<String> names = Set.of();

  /** As {@code name@definition}. */
  Set<String> get() {
    return names;
  }

  /** Takes a change of the experiments' topic; called by one thread only. */
  void changed(String key, @Nullable ExperimentState state) {
    if (state == null || !state.getStopped()) {
      byKey.remove(key);
    } else if (byKey.size() < MAX_KEYS || byKey.containsKey(key)) {
      byKey.put(key, state.getExperiment() + "@" + state.getDefinition());
      log.atInfo()
          .addKeyValue("experiment", state.getExperiment())
          .addKeyValue("reason", state.getReason())
          .log("experiment stopped");
    }
    names = byKey.values().stream().collect(Collectors.toUnmodifiableSet());
  }
}

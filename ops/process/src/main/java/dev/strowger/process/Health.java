package dev.strowger.process;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Named readiness checks of one process; a check answers empty when all is well, else the reason.
 */
public final class Health {
  private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentSkipListMap<>();

  /** Adds or replaces a check. It must return at once: it is asked on an event loop. */
  public void check(String name, Supplier<Optional<String>> check) {
    checks.put(name, check);
  }

  public void remove(String name) {
    checks.remove(name);
  }

  /** What is not ready, by name of the check; empty when the process can serve. */
  public Map<String, String> problems() {
    return checks.entrySet().stream()
        .flatMap(e -> e.getValue().get().map(why -> Map.entry(e.getKey(), why)).stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  public boolean ready() {
    return problems().isEmpty();
  }
}

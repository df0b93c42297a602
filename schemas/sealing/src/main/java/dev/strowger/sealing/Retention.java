package dev.strowger.sealing;

import dev.strowger.process.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long bodies can be read, by the class of their data.
 *
 * @param byClass from the end of the day on which a body was sealed; other classes have no bound
 */
public record Retention(Map<String, Duration> byClass) {
  public static final Retention NONE = new Retention(Map.of());
  static final String SETTING = "STROWGER_RETENTION_BY_CLASS";

  public Retention {
    byClass = Map.copyOf(byClass);
  }

  /** {@code health=7d,pii=30d}; days or any other duration; problems are left in the settings. */
  static Retention from(Settings settings) {
    Map<String, Duration> byClass = new TreeMap<>();
    for (String part : settings.string(SETTING, "").split(",")) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      Duration time = equals < 0 ? Duration.ZERO : duration(part.substring(equals + 1));
      if (!KeyScope.isClass(name) || name.equals(KeyScope.GENERAL) || !time.isPositive()) {
        settings.problem(SETTING + ": " + part.strip() + ": expected e.g. health=7d");
      } else {
        byClass.put(name, time);
      }
    }
    return new Retention(byClass);
  }

  /** Zero if it is none. */
  private static Duration duration(String text) {
    return new Settings(Map.of(SETTING, text.strip())).duration(SETTING, Duration.ZERO);
  }

  /** Of a body with these classes, that which may be read the shortest; empty if none is bound. */
  public String strictest(Collection<String> classes) {
    return classes.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(byClass::containsKey)
        .min(Comparator.comparing((String name) -> byClass.get(name)).thenComparing(name -> name))
        .orElse("");
  }

  KeyScope scope(String tenant, String dataClass, Instant now) {
    String name = dataClass.toLowerCase(Locale.ROOT);
    return byClass.containsKey(name)
        ? new KeyScope(
            KeyScope.hash(tenant), name, Optional.of(LocalDate.ofInstant(now, ZoneOffset.UTC)))
        : KeyScope.general(tenant);
  }

  /** When the key is to be destroyed; empty: never, or its class is not bound any more. */
  public Optional<Instant> end(KeyScope scope) {
    Duration time = byClass.get(scope.dataClass());
    return time == null
        ? Optional.empty()
        : scope
            .day()
            .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(time));
  }
}

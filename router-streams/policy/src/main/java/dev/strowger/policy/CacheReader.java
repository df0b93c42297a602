package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.Optional;
import java.util.Set;

/** {@code cache} of a route; what is wrong is noted in the manifest. */
final class CacheReader {
  static final String KEY = "cache";
  static final Set<String> KEYS = Set.of("ttl_s", "threshold", "tools", "max_temperature");

  private static final int MAX_TTL_S = 30 * 24 * 3600;
  private static final double MAX_TEMPERATURE = 0.3;

  private CacheReader() {}

  static Optional<CacheSettings> read(Section route) {
    Section section = route.section(KEY).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(KEYS);
    if (!section.has("ttl_s")) {
      section.missing("ttl_s", "how many seconds an answer may be given again");
    }
    long ttlMs = 1000 * section.whole("ttl_s", 1, MAX_TTL_S).orElse(1);
    return Optional.of(
        new CacheSettings(
            // Lower ones would give answers to other questions.
            section.number("threshold", "0.5", "1"),
            ttlMs,
            section.flag("tools", false),
            section.number("max_temperature", "0", "2").orElse(MAX_TEMPERATURE)));
  }
}

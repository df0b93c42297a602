package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code audit} of all routes or of one; what is wrong is noted in the manifest. */
final class AuditReader {
  static final String KEY = "audit";
  static final Set<String> KEYS = Set.of("prompt", "answer");
  static final List<String> DEPTHS =
      Arrays.stream(Audit.Depth.values()).map(Audit.Depth::label).toList();

  private AuditReader() {}

  /**
   * @param otherwise what holds if there is none here; one that is here replaces it as a whole
   */
  static Audit read(Section above, Audit otherwise) {
    Section section = above.section(KEY).orElse(null);
    if (section == null) {
      return otherwise;
    }
    section.onlyKeys(KEYS);
    return new Audit(depth(section, "prompt"), depth(section, "answer"));
  }

  private static Audit.Depth depth(Section section, String key) {
    return section
        .choice(key, DEPTHS)
        .map(label -> Audit.Depth.valueOf(label.toUpperCase(Locale.ROOT)))
        .orElse(Audit.Depth.NONE);
  }
}

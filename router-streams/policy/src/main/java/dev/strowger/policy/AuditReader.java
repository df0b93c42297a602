package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code audit} of all routes or of one; what is wrong is noted in the manifest. */
final class AuditReader {
  static final String KEY = "audit";
  static final Set<String> KEYS = Set.of("prompt", "answer");
  static final List<String> DEPTHS =
      Arrays.stream(Audit.Depth.values()).map(Audit.Depth::label).toList();

  private AuditReader() {}

  /** Empty if there is none here; one that is here replaces another as a whole. */
  static Optional<Audit> read(Section above) {
    return above.section(KEY).map(AuditReader::audit);
  }

  private static Audit audit(Section section) {
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

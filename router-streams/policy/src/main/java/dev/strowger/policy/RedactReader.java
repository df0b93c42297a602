package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code redact} of the policy or a route; what is wrong is noted in the manifest. */
final class RedactReader {
  static final String KEY = "redact";
  static final Set<String> KEYS = Set.of(RedactReader.DETECTORS, "restore");
  private static final String DETECTORS = "detectors";
  private static final String WHAT = "names of detectors, e.g. pii.email or pii.*";
  private static final String ALL_OF_A_KIND = ".*";

  private final List<FeatureNeeds.Detector> custom;

  /**
   * @param custom detectors of the manifests
   */
  RedactReader(List<FeatureNeeds.Detector> custom) {
    this.custom = List.copyOf(custom);
  }

  Optional<Protection.Redaction> read(Section owner) {
    Section section = owner.section(KEY).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(KEYS);
    if (!section.has(DETECTORS)) {
      section.missing(DETECTORS, WHAT);
    }
    Set<String> wanted = new TreeSet<>();
    for (String name : section.oneOrMore(DETECTORS, WHAT)) {
      Set<String> meant = meant(name);
      if (meant.isEmpty()) {
        section.problem(
            DETECTORS,
            "no detector is called \""
                + Texts.shortened(name)
                + "\"; expected one of "
                + Texts.list(DetectorsReader.BUILT_IN)
                + ", of \"detectors.custom\", or all of a kind, e.g. pii.*");
      }
      wanted.addAll(meant);
    }
    return Optional.of(
        new Protection.Redaction(
            List.copyOf(wanted),
            section.flag("restore", true),
            custom.stream().filter(one -> wanted.contains(one.name())).toList()));
  }

  private Set<String> meant(String name) {
    Set<String> meant = new TreeSet<>();
    String kind = name.endsWith(ALL_OF_A_KIND) ? name.substring(0, name.length() - 1) : "no kind";
    for (String code : DetectorsReader.BUILT_IN) {
      if (code.equals(name) || code.startsWith(kind)) {
        meant.add(code);
      }
    }
    custom.stream()
        .map(FeatureNeeds.Detector::name)
        .filter(own -> own.equals(name) || own.startsWith(kind))
        .forEach(meant::add);
    return meant;
  }
}

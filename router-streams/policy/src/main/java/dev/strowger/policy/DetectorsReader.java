package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code detectors} of routes.yaml; what is wrong is noted in the manifest. */
final class DetectorsReader {
  static final String KEY = "detectors";
  static final Set<String> KEYS = Set.of("classes", "custom");
  static final Set<String> CUSTOM_KEYS = Set.of("name", "pattern", "data_class");

  /** Codes of the built-in ones. */
  static final List<String> BUILT_IN =
      List.of(
          "pii.card",
          "pii.email",
          "pii.iban",
          "pii.ip",
          "pii.passport",
          "pii.phone",
          "pii.ssn",
          "pii.tckn",
          "secret.key");

  static final int MAX_DETECTORS = 64;

  private final NameReader names = new NameReader("detector");
  private final Map<String, String> classes = new TreeMap<>();
  private final List<FeatureNeeds.Detector> custom = new ArrayList<>();

  /**
   * What the manifests say of detectors.
   *
   * @param classes data class by built-in detector, where it is not what stands before the dot
   */
  record Detectors(Map<String, String> classes, List<FeatureNeeds.Detector> custom) {}

  private DetectorsReader() {}

  /** Each file may have some. */
  static Detectors read(Section root) {
    DetectorsReader reader = new DetectorsReader();
    root.sections(KEY).forEach(reader::add);
    if (reader.custom.size() > MAX_DETECTORS) {
      root.problem(KEY, "expected at most " + MAX_DETECTORS + " custom detectors");
    }
    return new Detectors(reader.classes, reader.custom);
  }

  private void add(Section section) {
    section.onlyKeys(KEYS);
    section.section("classes").ifPresent(this::classes);
    for (Section detector : section.sections("custom")) {
      detector.onlyKeys(CUSTOM_KEYS);
      String name = names.read(detector);
      if (BUILT_IN.contains(name)) {
        detector.problem("name", "\"" + name + "\" is a built-in detector; choose another");
      }
      custom.add(
          new FeatureNeeds.Detector(
              name, PatternReader.read(detector), dataClass(detector, "data_class")));
    }
  }

  private void classes(Section section) {
    for (String code : section.keys()) {
      if (!BUILT_IN.contains(code)) {
        section.problem(
            code, "no built-in detector of that name; expected one of " + Texts.list(BUILT_IN));
      } else if (classes.put(code, dataClass(section, code)) != null) {
        section.problem(code, "stands in another file already; expected it once");
      }
    }
  }

  private static String dataClass(Section section, String key) {
    String text = section.requiredString(key, "the name of a data class");
    if (!text.isEmpty() && !NameReader.isName(text)) {
      section.problem(key, NameReader.expected());
    }
    return text;
  }
}

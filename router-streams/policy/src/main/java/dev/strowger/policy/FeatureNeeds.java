package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the door has to find out about each prompt because some rule goes by it.
 *
 * @param headers names in lower case
 * @param embedding whether a semantic cache or intents need one
 * @param intents all that the manifests define
 * @param detectorClasses data class by built-in detector
 * @param classifier {@code linear} or {@code embedding}
 */
public record FeatureNeeds(
    Set<String> headers,
    boolean language,
    boolean complexity,
    boolean detectors,
    boolean embedding,
    List<Intent> intents,
    List<Detector> customDetectors,
    Map<String, String> detectorClasses,
    String classifier) {
  static final FeatureNeeds NONE =
      new FeatureNeeds(
          Set.of(), false, false, false, false, List.of(), List.of(), Map.of(), "linear");

  public FeatureNeeds {
    headers = Set.copyOf(headers);
    intents = List.copyOf(intents);
    customDetectors = List.copyOf(customDetectors);
    detectorClasses = Map.copyOf(detectorClasses);
  }

  /**
   * @param examples prompts that have it
   */
  public record Intent(String name, List<String> examples) {
    public Intent {
      examples = List.copyOf(examples);
    }
  }

  /**
   * @param pattern RE2 syntax
   * @param dataClass what a prompt with a match is
   */
  public record Detector(String name, String pattern, String dataClass) {}
}

package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code intents} of routes.yaml; what is wrong is noted in the manifest. */
final class IntentsReader {
  static final String KEY = "intents";
  static final Set<String> KEYS = Set.of("name", "examples");
  static final int MAX_INTENTS = 64;
  static final int MAX_EXAMPLES = 100;
  static final int MAX_EXAMPLE_CHARS = 2_000;

  private IntentsReader() {}

  static List<FeatureNeeds.Intent> read(Section root) {
    List<Section> sections = root.sections(KEY);
    if (sections.size() > MAX_INTENTS) {
      root.problem(KEY, "expected at most " + MAX_INTENTS + " intents");
      return List.of();
    }
    NameReader names = new NameReader("intent");
    List<FeatureNeeds.Intent> intents = new ArrayList<>();
    for (Section section : sections) {
      section.onlyKeys(KEYS);
      String name = names.read(section);
      if (name.equals(ModelCard.GENERAL)) {
        section.problem(
            "name", "\"general\" stands for all that is no intent here; choose another");
      }
      intents.add(new FeatureNeeds.Intent(name, examples(section)));
    }
    return intents;
  }

  private static List<String> examples(Section section) {
    String what = "a few prompts that have this intent";
    if (!section.has("examples")) {
      section.missing("examples", what);
      return List.of();
    }
    List<String> examples = section.oneOrMore("examples", what);
    if (examples.size() > MAX_EXAMPLES) {
      section.problem("examples", "expected at most " + MAX_EXAMPLES + " examples");
    }
    for (String example : examples) {
      if (example.length() > MAX_EXAMPLE_CHARS) {
        section.problem(
            "examples", example, "expected at most " + MAX_EXAMPLE_CHARS + " characters");
      }
    }
    return examples;
  }
}

package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code constraints} of routes.yaml; what is wrong is noted in the manifest. */
final class ConstraintsReader {
  static final String KEY = "constraints";
  static final Set<String> KEYS = Set.of("name", MatchReader.KEY, "require");
  static final int MAX_CONSTRAINTS = 1_000;

  private final MatchReader matches;
  private final RequireReader requires;
  private final Map<Target.Name, ModelCard> cards;
  private final NameReader names = new NameReader("constraint");

  ConstraintsReader(
      MatchReader matches, RequireReader requires, Map<Target.Name, ModelCard> cards) {
    this.matches = matches;
    this.requires = requires;
    this.cards = cards;
  }

  List<Constraint> read(Section root) {
    List<Section> sections = root.sections(KEY);
    if (sections.size() > MAX_CONSTRAINTS) {
      root.problem(KEY, "expected at most " + MAX_CONSTRAINTS + " constraints");
      return List.of();
    }
    List<Constraint> constraints = new ArrayList<>();
    for (Section section : sections) {
      constraints.add(constraint(section));
    }
    return constraints;
  }

  private Constraint constraint(Section section) {
    section.onlyKeys(KEYS);
    String name = names.read(section);
    Match match =
        section.section(MatchReader.KEY).map(m -> matches.read(m, false)).orElse(Match.ALL);
    if (!section.has("require")) {
      section.missing("require", "what a model must be like");
    }
    Require require = requires.read(section, "require");
    if (!cards.isEmpty()
        && cards.entrySet().stream()
            .noneMatch(card -> Permission.given(require, card.getKey(), card.getValue()))) {
      section.warning("require", "no model of the catalogue is like that");
    }
    return new Constraint(name, match, require);
  }
}

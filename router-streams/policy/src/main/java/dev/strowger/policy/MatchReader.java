package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** {@code match} sections; what is wrong is noted in the manifest. */
final class MatchReader {
  static final String KEY = "match";
  static final Set<String> KEYS =
      Set.of(
          "model",
          "tenant",
          "team",
          "credential",
          "tags",
          "headers",
          "operation",
          "stream",
          "intent",
          "capabilities",
          "language",
          "complexity",
          "data_class",
          "prompt_tokens",
          HoursReader.KEY);
  static final Set<String> RANGE_KEYS = Set.of("from", "below");

  /** OpenTelemetry GenAI operation names. */
  static final List<String> OPERATIONS = List.of("chat", "text_completion", "embeddings");

  /** What a prompt must have at least of an intent that is named without a probability. */
  static final double LIKELY = 0.5;

  private static final long MAX_TOKENS = 1_000_000_000;

  private final Set<String> intents;

  /**
   * @param intents that the manifests define
   */
  MatchReader(Set<String> intents) {
    this.intents = intents;
  }

  Match read(Section section, boolean modelRequired) {
    section.onlyKeys(KEYS);
    return new Match(
        models(section, modelRequired),
        new Match.Who(
            NamesReader.read(section, "tenant"),
            NamesReader.read(section, "team"),
            NamesReader.read(section, "credential"),
            NamesReader.tags(section, "tags")),
        asked(section),
        new Match.Prompt(
            intents(section),
            Codes.languages(section, "language"),
            Codes.dataClasses(section, "data_class"),
            complexity(section)),
        HoursReader.read(section));
  }

  private static List<ModelPattern> models(Section section, boolean required) {
    String what = "the name of a model as clients write it";
    if (required && !section.has("model")) {
      section.missing("model", what);
    }
    List<ModelPattern> patterns = new ArrayList<>();
    for (String text : NamesReader.bounded(section, "model", what)) {
      Optional<ModelPattern> pattern = ModelPattern.parse(text);
      if (pattern.isEmpty()) {
        section.problem(
            "model",
            text,
            "expected a model's name without spaces, at most "
                + Target.Name.MAX_MODEL_CHARS
                + " characters, or the beginning of one followed by a single *");
      }
      pattern.ifPresent(patterns::add);
    }
    return patterns;
  }

  private static Match.Asked asked(Section section) {
    String operation = "one of " + String.join(", ", OPERATIONS);
    Set<String> operations = new HashSet<>();
    for (String text : NamesReader.bounded(section, "operation", operation)) {
      if (!OPERATIONS.contains(text)) {
        section.problem(
            "operation",
            text,
            "expected " + operation + ", found \"" + Texts.shortened(text) + "\"");
      }
      operations.add(text);
    }
    List<String> capabilities =
        NamesReader.bounded(section, "capabilities", "a list of capabilities");
    return new Match.Asked(
        NamesReader.headers(section, "headers"),
        operations,
        Codes.capabilities(section, "capabilities", capabilities),
        tokens(section),
        section.has("stream") ? Optional.of(section.flag("stream", false)) : Optional.empty());
  }

  private Map<String, Double> intents(Section section) {
    Map<String, Double> least = new LinkedHashMap<>();
    if (section.isMapping("intent")) {
      Section mapping = section.section("intent").orElseThrow();
      if (mapping.keys().isEmpty()) {
        section.missing("intent", "names of intents, each with its least probability");
      }
      for (String name : mapping.keys()) {
        least.put(name, mapping.number(name, "0", "1").orElse(1));
        known(mapping, name, name);
      }
      return least;
    }
    for (String name : NamesReader.bounded(section, "intent", "the name of an intent")) {
      least.put(name, LIKELY);
      known(section, "intent", name);
    }
    return least;
  }

  private void known(Section section, String key, String name) {
    if (!intents.contains(name)) {
      section.problem(
          key,
          name,
          "no intent is named \""
              + Texts.shortened(name)
              + "\"; expected one of "
              + Texts.list(intents.stream().sorted().toList()));
    }
  }

  private static Match.Span complexity(Section section) {
    Section range = range(section, "complexity").orElse(null);
    if (range == null) {
      return Match.Span.ANY;
    }
    OptionalDouble from = range.number("from", "0", "1");
    OptionalDouble below = range.number("below", "0", "1");
    if (below.isPresent() && below.getAsDouble() <= from.orElse(0)) {
      range.problem("below", "expected more than from; nothing would fit");
    }
    return new Match.Span(from, below);
  }

  private static Match.Tokens tokens(Section section) {
    Section range = range(section, "prompt_tokens").orElse(null);
    if (range == null) {
      return Match.Tokens.ANY;
    }
    OptionalLong from = range.whole("from", 0, MAX_TOKENS);
    OptionalLong below = range.whole("below", 1, MAX_TOKENS);
    if (below.isPresent() && below.getAsLong() <= from.orElse(0)) {
      range.problem("below", "expected more than from; nothing would fit");
    }
    return new Match.Tokens(from, below);
  }

  private static Optional<Section> range(Section section, String key) {
    Optional<Section> range = section.section(key);
    range.ifPresent(
        r -> {
          r.onlyKeys(RANGE_KEYS);
          if (r.keys().isEmpty()) {
            section.missing(key, "from, below or both");
          }
        });
    return range;
  }
}

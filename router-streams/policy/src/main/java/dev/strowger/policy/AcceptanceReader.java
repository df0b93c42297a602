package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** {@code accept} sections; what is wrong is noted in the manifest. */
final class AcceptanceReader {
  static final String KEY = "accept";
  static final Set<String> KEYS =
      Set.of(
          "json_schema",
          "language",
          "no_refusal",
          "min_chars",
          "max_chars",
          "min_logprob",
          "consistency",
          "judge");
  static final Set<String> CONSISTENCY_KEYS = Set.of("samples", "agree");
  static final Set<String> JUDGE_KEYS = Set.of("target", "at_least", "criteria");

  /** The language of the prompt. */
  static final String SAME = "same";

  private static final int MAX_CHARS = 10_000_000;
  private static final int MAX_SAMPLES = 10;
  private static final int MAX_CRITERIA_CHARS = 2_000;

  private final TargetNames targets;

  AcceptanceReader(TargetNames targets) {
    this.targets = targets;
  }

  Optional<Acceptance> read(Section owner) {
    Section section = owner.section(KEY).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(KEYS);
    if (section.keys().isEmpty()) {
      owner.missing(KEY, "what an answer must be like");
    }
    OptionalInt minChars = chars(section, "min_chars");
    OptionalInt maxChars = chars(section, "max_chars");
    if (minChars.isPresent() && maxChars.isPresent() && minChars.getAsInt() > maxChars.getAsInt()) {
      section.problem("max_chars", "expected at least min_chars; no answer would do");
    }
    OptionalDouble logprob = section.number("min_logprob", "-100", "0");
    return Optional.of(
        new Acceptance(
            section.flag("json_schema", false),
            languages(section),
            section.flag("no_refusal", false),
            minChars,
            maxChars,
            logprob,
            consistency(section),
            judge(section)));
  }

  private static OptionalInt chars(Section section, String key) {
    OptionalLong chars = section.whole(key, 1, MAX_CHARS);
    return chars.isPresent() ? OptionalInt.of((int) chars.getAsLong()) : OptionalInt.empty();
  }

  private static List<String> languages(Section section) {
    List<String> languages = new ArrayList<>();
    String what = "a language of ISO 639-1, e.g. tr, or same";
    for (String text : NamesReader.bounded(section, "language", what)) {
      if (text.equals(SAME) || Codes.isLanguage(text)) {
        languages.add(text);
      } else {
        section.problem(
            "language", text, "expected " + what + ", found \"" + Texts.shortened(text) + "\"");
      }
    }
    return languages;
  }

  private static Optional<Acceptance.Consistency> consistency(Section owner) {
    return owner
        .section("consistency")
        .map(
            section -> {
              section.onlyKeys(CONSISTENCY_KEYS);
              return new Acceptance.Consistency(
                  section.integer("samples", 3, 2, MAX_SAMPLES),
                  section.number("agree", "0", "1").orElse(0.6));
            });
  }

  private Optional<Acceptance.Judge> judge(Section owner) {
    Section section = owner.section("judge").orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(JUDGE_KEYS);
    String criteria = section.string("criteria").orElse("");
    if (criteria.length() > MAX_CRITERIA_CHARS) {
      section.problem("criteria", "expected at most " + MAX_CRITERIA_CHARS + " characters");
    }
    double atLeast = section.number("at_least", "0", "1").orElse(0.7);
    return targets
        .required(section, "target")
        .map(target -> new Acceptance.Judge(target.toString(), atLeast, criteria));
  }
}

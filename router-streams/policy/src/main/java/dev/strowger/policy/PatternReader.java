package dev.strowger.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.strowger.manifest.Section;

/** Expressions of RE2; what is wrong is noted in the manifest. */
final class PatternReader {
  static final int MAX_CHARS = 1_000;
  private static final String KEY = "pattern";

  /** Steps of a compiled pattern; matching takes time in proportion, for each character. */
  private static final int MAX_STEPS = 5_000;

  private PatternReader() {}

  static String read(Section section) {
    String text = section.requiredString(KEY, "a regular expression (RE2)");
    if (text.length() > MAX_CHARS) {
      section.problem(KEY, "expected at most " + MAX_CHARS + " characters");
    } else if (text.contains("\\Q")) {
      section.problem(KEY, "expected a regular expression without \\Q, which hides its size");
    } else if (RegexSize.of(text) > MAX_STEPS) {
      section.problem(KEY, "repeats too much; expected repetitions of less in all");
    } else if (!text.isEmpty()) {
      compile(section, text);
    }
    return text;
  }

  private static void compile(Section section, String text) {
    try {
      if (Pattern.compile(text).matcher("").find()) {
        section.problem(KEY, "matches the empty text, and so every prompt");
      }
    } catch (PatternSyntaxException e) {
      section.problem(KEY, "not a regular expression of RE2: " + e.getMessage());
    }
  }
}

package dev.strowger.worker.gates;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/**
 * A pattern of a client's schema. RE2 writes repetitions out: a thousand times a thousand of
 * something are a million steps, for each character of a text. What is too large, or is not known
 * to RE2, matches everything. Pure.
 */
final class BoundedPattern {
  static final int MAX_CHARS = 1_000;

  /** Of a pattern as it is written out, at most. */
  static final int MAX_STEPS = 10_000;

  /** Steps for all characters of a text: a second or so. */
  static final long MAX_WORK = 20_000_000;

  private static final Pattern COUNT = Pattern.compile("(.?)\\{(\\d+),?(\\d*)\\}");

  private BoundedPattern() {}

  static RegularExpression of(String regex) {
    long steps = regex.length() > MAX_CHARS ? Long.MAX_VALUE : steps(regex);
    if (steps > MAX_STEPS) {
      return value -> true;
    }
    try {
      Pattern pattern = Pattern.compile(regex);
      return value -> value.length() * steps > MAX_WORK || pattern.matcher(value).find();
    } catch (PatternSyntaxException e) {
      return value -> true;
    }
  }

  /**
   * At most so many: all single things as often as they are counted, and all of that as often as
   * groups are, as if these stood within one another.
   */
  static long steps(String regex) {
    double things = regex.length();
    double groups = 1;
    Matcher count = COUNT.matcher(regex);
    while (count.find()) {
      String most = count.group(3).isEmpty() ? count.group(2) : count.group(3);
      double times = Double.parseDouble(most) + 1;
      if (")}*+?".contains(count.group(1))) {
        groups *= times;
      } else {
        things += times;
      }
    }
    return (long) Math.min(Long.MAX_VALUE, things * groups);
  }
}

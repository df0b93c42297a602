package dev.strowger.features;

import dev.strowger.features.Detectors.BuiltIn;
import java.util.EnumSet;
import java.util.Set;

/**
 * Numbers that name people or accounts. Reads a text once as groups of digits, of any script, with
 * what stands between them, and judges each group together with those it is written in one with.
 */
final class NumberFinder {
  /** No number of ours is written in more groups. */
  private static final int MAX_GROUPS = 8;

  private final String text;
  private final Hits hits;
  private final Set<BuiltIn> found = EnumSet.noneOf(BuiltIn.class);
  private final NumberShape shape = new NumberShape(MAX_GROUPS);

  private NumberFinder(String text, Hits hits) {
    this.text = text;
    this.hits = hits;
  }

  /** Takes what was found; numbers of several kinds may lie within each other. */
  interface Hits {
    void add(BuiltIn kind, int from, int to);
  }

  static Set<BuiltIn> in(String text) {
    Set<BuiltIn> kinds = EnumSet.noneOf(BuiltIn.class);
    find(text, (kind, from, to) -> kinds.add(kind));
    return kinds;
  }

  static void find(String text, Hits hits) {
    new NumberFinder(text, hits).scan();
  }

  private void scan() {
    int i = 0;
    while (i < text.length()) {
      if (Character.digit(text.charAt(i), 10) < 0) {
        i++;
        continue;
      }
      int end = i;
      while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
        end++;
      }
      from(i);
      i = end;
    }
  }

  /** Judges the numbers that begin with the group at a place, of one group, of two, and so on. */
  private void from(int start) {
    if (start > 0 && Character.isLetter(text.charAt(start - 1))) {
      return;
    }
    shape.begin(text, start);
    int i = start;
    while (true) {
      int end = i;
      while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
        end++;
      }
      if (!shape.add(text, i, end)) {
        return;
      }
      if (end == text.length() || !Character.isLetter(text.charAt(end))) {
        shape.judge(found);
        for (BuiltIn kind : found) {
          hits.add(kind, kind == BuiltIn.PHONE ? sign(start) : start, end);
        }
        found.clear();
      }
      i = next(end);
      if (i < 0) {
        return;
      }
      shape.separated(text, end, i);
    }
  }

  /** Where a phone number begins whose first digit stands here: a bracket, a plus. */
  private int sign(int start) {
    int from = start > 0 && text.charAt(start - 1) == '(' ? start - 1 : start;
    boolean plus = from > 0 && (text.charAt(from - 1) == '+' || text.charAt(from - 1) == '\uff0b');
    return plus ? from - 1 : from;
  }

  /** Where the next group of the same number begins, or -1. */
  private int next(int end) {
    int i = end;
    while (i < text.length() && i - end < 3 && separator(text.charAt(i))) {
      i++;
    }
    boolean goesOn = i > end && i < text.length() && Character.digit(text.charAt(i), 10) >= 0;
    return goesOn ? i : -1;
  }

  private static boolean separator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == ')' || c == '(' || c == '\u00a0';
  }
}

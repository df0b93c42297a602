package dev.strowger.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * How large an expression of RE2 becomes when its repetitions are written out, at least. RE2 bounds
 * each count but not counts within counts, and a thousand times a thousand is a program of a
 * million steps, written out before anybody could look at it.
 */
final class RegexSize {
  private static final long MANY = 1L << 40;

  private final String regex;
  private final Deque<Long> groups = new ArrayDeque<>();
  private int at;
  private long size;
  private long atom;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  static long of(String regex) {
    return new RegexSize(regex).measure();
  }

  private long measure() {
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '\\' -> {
          at++;
          atom(1);
        }
        case '[' -> {
          skipClass();
          atom(1);
        }
        case '(' -> {
          groups.push(size);
          size = 0;
          atom = 0;
        }
        case ')' -> {
          long inner = size;
          size = groups.isEmpty() ? 0 : groups.pop();
          atom(inner + 1);
        }
        case '{' -> repeat();
        default -> atom(1);
      }
    }
    return groups.stream().mapToLong(Long::longValue).sum() + size;
  }

  private void atom(long atomSize) {
    atom = atomSize;
    size = Math.min(MANY, size + atomSize);
  }

  /** {@code [^]a[:alpha:]\]]} is one class: what stands in it is not counted. */
  private void skipClass() {
    int first = at < regex.length() && regex.charAt(at) == '^' ? at + 1 : at;
    at = first;
    while (at < regex.length()) {
      char c = regex.charAt(at);
      if (c == ']' && at > first) {
        at++;
        return;
      }
      int end = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
      at = end > 0 ? end + 2 : at + (c == '\\' ? 2 : 1);
    }
  }

  private void repeat() {
    int end = regex.indexOf('}', at);
    OptionalInt times = end < 0 ? OptionalInt.empty() : times(regex.substring(at, end));
    if (times.isEmpty()) {
      atom(1);
      return;
    }
    at = end + 1;
    // The atom stands in the size once already; counts may be 0.
    long repeated = Math.min(MANY, atom * Math.max(1, times.getAsInt()));
    size = Math.min(MANY, size - atom + repeated);
    atom = repeated;
  }

  /** Of {@code n}, {@code n,} or {@code n,m}; other braces stand for themselves. */
  private static OptionalInt times(String text) {
    if (!text.matches("\\d{1,4}(,\\d{0,4})?")) {
      return OptionalInt.empty();
    }
    String[] bounds = text.split(",", -1);
    int low = Integer.parseInt(bounds[0]);
    return OptionalInt.of(
        bounds.length == 1 || bounds[1].isEmpty()
            ? low + 1
            : Math.max(low, Integer.parseInt(bounds[1])));
  }
}

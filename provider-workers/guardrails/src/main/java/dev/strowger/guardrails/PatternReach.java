package dev.strowger.guardrails;

import java.util.OptionalInt;

/**
 * How long a match of an expression of RE2 can be at most. What is not understood is taken for
 * boundless, never for shorter than it is.
 */
final class PatternReach {
  private static final long BOUNDLESS = 1L << 40;

  /** A character beyond Unicode's first plane is two chars. */
  private static final int ANY_CHAR = 2;

  private final String regex;
  private int at;

  private PatternReach(String regex) {
    this.regex = regex;
  }

  /**
   * In chars; empty if there is no bound.
   *
   * @param regex one that RE2 has compiled
   */
  static OptionalInt of(String regex) {
    PatternReach reach = new PatternReach(regex);
    long most = reach.alternatives();
    boolean whole = reach.at == regex.length();
    return whole && most < Integer.MAX_VALUE ? OptionalInt.of((int) most) : OptionalInt.empty();
  }

  private long alternatives() {
    long most = sequence();
    while (at < regex.length() && regex.charAt(at) == '|') {
      at++;
      most = Math.max(most, sequence());
    }
    return most;
  }

  private long sequence() {
    long sum = 0;
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      sum = Math.min(BOUNDLESS, sum + repeated(atom()));
    }
    return sum;
  }

  private long repeated(long atom) {
    long most = atom;
    while (at < regex.length()) {
      char c = regex.charAt(at);
      if (c == '*' || c == '+') {
        at++;
        most = most == 0 ? 0 : BOUNDLESS;
      } else if (c == '?') {
        at++;
      } else if (c == '{') {
        long times = times();
        if (times < 0) {
          return most;
        }
        most = most == 0 ? 0 : Math.min(BOUNDLESS, most * times);
      } else {
        return most;
      }
    }
    return most;
  }

  /** What {@code {n,m}} allows at most; -1 if it is no count but text. */
  private long times() {
    int close = regex.indexOf('}', at);
    String count = close < 0 ? "" : regex.substring(at + 1, close);
    if (!count.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      return -1;
    }
    at = close + 1;
    int comma = count.indexOf(',');
    if (comma < 0) {
      return Long.parseLong(count);
    }
    return comma == count.length() - 1 ? BOUNDLESS : Long.parseLong(count.substring(comma + 1));
  }

  private long atom() {
    char c = regex.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> charClass();
      case '\\' -> escaped();
      case '^', '$' -> 0;
      case '.' -> ANY_CHAR;
      default -> 1;
    };
  }

  private long group() {
    if (regex.startsWith("?", at)) {
      int i = at + 1;
      boolean named = regex.startsWith("P<", i) || regex.startsWith("<", i);
      while (i < regex.length() && (named ? regex.charAt(i) != '>' : flag(regex.charAt(i)))) {
        i++;
      }
      if (i >= regex.length()) {
        return BOUNDLESS;
      }
      at = i + 1;
      if (regex.charAt(i) == ')') {
        return 0;
      }
    }
    long inner = alternatives();
    at++;
    return inner;
  }

  private static boolean flag(char c) {
    return "imsUu-".indexOf(c) >= 0;
  }

  private long charClass() {
    if (regex.startsWith("^", at)) {
      at++;
    }
    if (regex.startsWith("]", at)) {
      at++;
    }
    while (at < regex.length() && regex.charAt(at) != ']') {
      if (regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0) {
        at = regex.indexOf(":]", at) + 2;
      } else {
        at += regex.charAt(at) == '\\' ? 2 : 1;
      }
    }
    at++;
    return ANY_CHAR;
  }

  private long escaped() {
    if (at >= regex.length()) {
      return BOUNDLESS;
    }
    char c = regex.charAt(at++);
    return switch (c) {
      case 'b', 'B', 'A', 'z' -> 0;
      case 'Q' -> BOUNDLESS;
      case 'p', 'P', 'x' -> {
        if (regex.startsWith("{", at)) {
          at = regex.indexOf('}', at) + 1;
        } else {
          at += c == 'x' ? 2 : 1;
        }
        yield ANY_CHAR;
      }
      default -> ANY_CHAR;
    };
  }
}

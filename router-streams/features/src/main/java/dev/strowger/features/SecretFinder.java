package dev.strowger.features;

import java.util.List;

/** Keys and tokens by the shapes their issuers give them. */
final class SecretFinder {
  /**
   * A beginning that issuers use, and how many characters of a key must follow at least.
   *
   * @param prefix stands at the beginning of a word
   */
  private record Shape(String prefix, int more) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("sk-", 20),
          new Shape("sk_live_", 16),
          new Shape("sk_test_", 16),
          new Shape("rk_live_", 16),
          new Shape("AKIA", 16),
          new Shape("ASIA", 16),
          new Shape("AIza", 30),
          new Shape("ghp_", 30),
          new Shape("gho_", 30),
          new Shape("ghs_", 30),
          new Shape("ghu_", 30),
          new Shape("github_pat_", 30),
          new Shape("glpat-", 18),
          new Shape("xoxb-", 20),
          new Shape("xoxp-", 20),
          new Shape("xoxa-", 20),
          new Shape("hf_", 30),
          new Shape("npm_", 30),
          new Shape("dop_v1_", 40),
          new Shape("ya29.", 30),
          new Shape("SG.", 40),
          new Shape("AccountKey=", 40),
          // A JSON web token: both of its first parts begin so.
          new Shape("eyJ", 40));

  private static final String PRIVATE_KEY = "PRIVATE KEY-----";
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final int MAX_KIND_CHARS = 40;

  private SecretFinder() {}

  static long next(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '-' ? privateKey(text, i) : -1;
      boolean begins = i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
      if (end < 0 && begins && c < 128 && Character.isLetter(c)) {
        end = shaped(text, i);
      }
      if (end >= 0) {
        return SpanFinder.span(i, end);
      }
    }
    return SpanFinder.NONE;
  }

  /** Behind its last line, or all that follows if that is missing. */
  private static int privateKey(String text, int at) {
    if (!text.startsWith(BEGIN, at)) {
      return -1;
    }
    int kind = text.indexOf(PRIVATE_KEY, at, Math.min(text.length(), at + MAX_KIND_CHARS + 16));
    if (kind < 0) {
      return -1;
    }
    int last = text.indexOf(END, kind);
    int end = last < 0 ? -1 : text.indexOf(PRIVATE_KEY, last);
    return end < 0 ? text.length() : end + PRIVATE_KEY.length();
  }

  private static int shaped(String text, int at) {
    for (Shape shape : SHAPES) {
      if (text.startsWith(shape.prefix(), at)) {
        int end = key(text, at + shape.prefix().length(), shape.more());
        if (end >= 0) {
          return end;
        }
      }
    }
    return -1;
  }

  /** Behind enough characters of a key, a digit among them: words with hyphens are no keys. */
  private static int key(String text, int from, int least) {
    boolean digit = false;
    for (int i = from; i < from + least; i++) {
      if (i >= text.length() || !inKey(text.charAt(i))) {
        return -1;
      }
      digit |= text.charAt(i) <= '9' && text.charAt(i) >= '0';
    }
    if (!digit) {
      return -1;
    }
    int end = from + least;
    while (end < text.length() && inKey(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean inKey(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "-_./+=".indexOf(c) >= 0);
  }
}

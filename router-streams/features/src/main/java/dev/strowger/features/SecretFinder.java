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
  private static final int MAX_KIND_CHARS = 40;

  private SecretFinder() {}

  static boolean in(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-' && privateKey(text, i)) {
        return true;
      }
      boolean begins = i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
      if (begins && c < 128 && Character.isLetter(c) && shaped(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean privateKey(String text, int at) {
    if (!text.startsWith(BEGIN, at)) {
      return false;
    }
    int key = text.indexOf(PRIVATE_KEY, at, Math.min(text.length(), at + MAX_KIND_CHARS + 16));
    return key >= 0;
  }

  private static boolean shaped(String text, int at) {
    for (Shape shape : SHAPES) {
      if (text.startsWith(shape.prefix(), at)
          && key(text, at + shape.prefix().length(), shape.more())) {
        return true;
      }
    }
    return false;
  }

  /** Enough characters of a key, a digit among them: words with hyphens are no keys. */
  private static boolean key(String text, int from, int most) {
    boolean digit = false;
    for (int i = from; i < from + most; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c >= 128 || (!Character.isLetterOrDigit(c) && "-_./+=".indexOf(c) < 0)) {
        return false;
      }
      digit |= c <= '9' && c >= '0';
    }
    return digit;
  }
}

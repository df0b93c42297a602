package dev.strowger.guardrails;

import java.text.Normalizer;

/** Texts without the tricks by which words are hidden from a search. */
final class Plain {
  private Plain() {}

  /**
   * In compatible form (Unicode's NFKC): wide letters become plain ones; and without characters
   * that nobody sees.
   */
  static String of(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    text.codePoints().filter(c -> !unseen(c)).forEach(seen::appendCodePoint);
    return Normalizer.normalize(seen, Normalizer.Form.NFKC);
  }

  private static boolean unseen(int c) {
    return Character.getType(c) == Character.FORMAT
        || c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}

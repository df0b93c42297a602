package dev.strowger.features;

/** Addresses of people: a name, an at sign, and a domain with a dot. */
final class EmailFinder {
  private static final int MAX_LABEL_CHARS = 63;

  private EmailFinder() {}

  static boolean in(String text) {
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)) && domain(text, at + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Labels with dots between, the last of at least two letters. */
  private static boolean domain(String text, int from) {
    int labels = 0;
    int start = from;
    while (start < text.length()) {
      int end = start;
      boolean letters = true;
      while (end < text.length() && end - start <= MAX_LABEL_CHARS && inLabel(text.charAt(end))) {
        letters &= Character.isLetter(text.charAt(end));
        end++;
      }
      if (end == start) {
        return false;
      }
      if (++labels > 1 && letters && end - start >= 2) {
        return true;
      }
      if (end == text.length() || text.charAt(end) != '.') {
        return false;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean inLabel(char c) {
    return Character.isLetterOrDigit(c) || c == '-';
  }
}

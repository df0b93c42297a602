package dev.strowger.features;

/** Addresses of people: a name, an at sign, and a domain with a dot. */
final class EmailFinder {
  private static final int MAX_LABEL_CHARS = 63;

  /** RFC 5321, 4.5.3.1.1. */
  private static final int MAX_NAME_CHARS = 64;

  private EmailFinder() {}

  static long next(String text, int from) {
    for (int at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
      if (at > from && Character.isLetterOrDigit(text.charAt(at - 1))) {
        int end = domain(text, at + 1);
        if (end > 0) {
          return SpanFinder.span(name(text, from, at), end);
        }
      }
    }
    return SpanFinder.NONE;
  }

  /** Where the name before an at sign begins. */
  private static int name(String text, int from, int at) {
    int start = at;
    while (start > from && at - start < MAX_NAME_CHARS && inName(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /** Behind labels with dots between, the last of at least two letters; -1 if it is no domain. */
  private static int domain(String text, int from) {
    int labels = 0;
    int start = from;
    int domain = -1;
    while (start < text.length()) {
      int end = start;
      boolean letters = true;
      while (end < text.length() && end - start <= MAX_LABEL_CHARS && inLabel(text.charAt(end))) {
        letters &= Character.isLetter(text.charAt(end));
        end++;
      }
      if (end == start) {
        return domain;
      }
      if (++labels > 1 && letters && end - start >= 2) {
        domain = end;
      }
      if (end == text.length() || text.charAt(end) != '.') {
        return domain;
      }
      start = end + 1;
    }
    return domain;
  }

  private static boolean inName(char c) {
    return Character.isLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }

  private static boolean inLabel(char c) {
    return Character.isLetterOrDigit(c) || c == '-';
  }
}

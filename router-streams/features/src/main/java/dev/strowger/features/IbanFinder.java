package dev.strowger.features;

/** Bank accounts by ISO 13616: two letters, two check digits, 11 to 30 more; remainder 1 by 97. */
final class IbanFinder {
  private static final int MIN_CHARS = 15;
  private static final int MAX_CHARS = 34;
  private static final int GROUP = 4;

  private IbanFinder() {}

  static long next(String text, int from) {
    for (int i = from; i + MIN_CHARS <= text.length(); i++) {
      if (letter(text.charAt(i))
          && letter(text.charAt(i + 1))
          && digit(text.charAt(i + 2))
          && digit(text.charAt(i + 3))
          && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
        int end = end(text, i);
        if (end >= 0) {
          return SpanFinder.span(i, end);
        }
      }
    }
    return SpanFinder.NONE;
  }

  /**
   * Behind the last place up to which it is an account, with a blank after each four characters or
   * without any; -1 if there is none.
   */
  private static int end(String text, int start) {
    StringBuilder account = new StringBuilder(MAX_CHARS);
    int valid = -1;
    int i = start;
    while (i < text.length() && account.length() < MAX_CHARS) {
      char c = text.charAt(i);
      boolean gap = (c == ' ' || c == '\u00a0' || c == '-') && account.length() % GROUP == 0;
      if (!gap) {
        if (!letter(c) && !digit(c)) {
          break;
        }
        account.append(c);
      } else if (Character.isLetterOrDigit(text.charAt(i - 1)) && valid(account)) {
        valid = i;
      }
      i++;
    }
    boolean ends = i == text.length() || !Character.isLetterOrDigit(text.charAt(i));
    boolean whole = ends && Character.isLetterOrDigit(text.charAt(i - 1)) && valid(account);
    return whole ? i : valid;
  }

  private static boolean valid(StringBuilder account) {
    if (account.length() < MIN_CHARS) {
      return false;
    }
    int rest = 0;
    for (int i = 0; i < account.length(); i++) {
      int value = Character.digit(account.charAt((i + GROUP) % account.length()), 36);
      rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
    }
    return rest == 1;
  }

  private static boolean letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean digit(char c) {
    return Character.digit(c, 10) >= 0;
  }
}

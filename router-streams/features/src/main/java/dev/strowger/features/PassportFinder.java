package dev.strowger.features;

import java.util.List;
import java.util.Locale;

/** Numbers of 6 to 9 characters, digits for the most part, soon after a word for passport. */
final class PassportFinder {
  private static final int NEAR_CHARS = 40;
  private static final int MIN_CHARS = 6;
  private static final int MAX_CHARS = 9;
  private static final int MIN_DIGITS = 5;
  private static final List<String> WORDS =
      List.of(
          "passport",
          "pasaport",
          "reisepass",
          "passeport",
          "pasaporte",
          "passaporto",
          "passaporte",
          "paspoort",
          "paszport",
          "паспорт",
          "جواز",
          "گذرنامه",
          "护照",
          "護照",
          "パスポート",
          "여권");

  private PassportFinder() {}

  static void find(String text, SpanFinder.Hits hits) {
    String lower = lower(text);
    for (String word : WORDS) {
      for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
        int from = at + word.length();
        long span = number(lower, from, Math.min(lower.length(), from + NEAR_CHARS));
        if (span != SpanFinder.NONE && !hits.add((int) (span >>> Integer.SIZE), (int) span)) {
          return;
        }
      }
    }
  }

  /** In lower case, each character in its place: some become two otherwise. */
  private static String lower(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() == text.length()) {
      return lower;
    }
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = Character.toLowerCase(chars[i]);
    }
    return new String(chars);
  }

  /** The first number of the right shape. */
  private static long number(String text, int from, int to) {
    int chars = 0;
    int digits = 0;
    for (int i = from; i <= to; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (i < to && (Character.digit(c, 10) >= 0 || (c >= 'a' && c <= 'z'))) {
        chars++;
        digits += Character.digit(c, 10) >= 0 ? 1 : 0;
      } else {
        if (chars >= MIN_CHARS && chars <= MAX_CHARS && digits >= MIN_DIGITS) {
          return SpanFinder.span(i - chars, i);
        }
        chars = 0;
        digits = 0;
      }
    }
    return SpanFinder.NONE;
  }
}

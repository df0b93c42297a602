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

  static boolean in(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : WORDS) {
      for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
        int from = at + word.length();
        if (number(lower, from, Math.min(lower.length(), from + NEAR_CHARS))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean number(String text, int from, int to) {
    int chars = 0;
    int digits = 0;
    for (int i = from; i <= to; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (i < to && (Character.digit(c, 10) >= 0 || (c >= 'a' && c <= 'z'))) {
        chars++;
        digits += Character.digit(c, 10) >= 0 ? 1 : 0;
      } else {
        if (chars >= MIN_CHARS && chars <= MAX_CHARS && digits >= MIN_DIGITS) {
          return true;
        }
        chars = 0;
        digits = 0;
      }
    }
    return false;
  }
}

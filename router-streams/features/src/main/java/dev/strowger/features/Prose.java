package dev.strowger.features;

import com.google.re2j.Pattern;

/** What of a prompt is language: without code, addresses and words that hold digits. */
final class Prose {
  /** Code blocks, inline code, addresses of pages and of people, tags, and words with digits. */
  private static final Pattern NOT_PROSE =
      Pattern.compile(
          "(?s)```.*?(?:```|\\z)|`[^`\\n]{1,200}`|https?://\\S+|\\S+@\\S+|<[^<>\\n]{1,200}>"
              + "|\\pL*[0-9_{}\\[\\]();=$\\\\/]+[\\pL0-9_{}\\[\\]();=$\\\\/]*");

  private Prose() {}

  /**
   * @param maxChars looked at
   * @param maxLetters given back
   */
  static String of(String text, int maxChars, int maxLetters) {
    String looked = text.substring(0, Math.min(text.length(), maxChars));
    String prose = NOT_PROSE.matcher(looked).replaceAll(" ");
    int letters = 0;
    for (int i = 0; i < prose.length(); i++) {
      if (Character.isLetter(prose.charAt(i)) && ++letters == maxLetters) {
        return prose.substring(0, i + 1);
      }
    }
    return letters == 0 ? "" : prose;
  }
}

package dev.strowger.guardrails;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.re2j.Matcher;
import java.util.List;
import java.util.Optional;

/**
 * Puts back into one text of an answer what was taken out of the prompt, be it that a word comes in
 * parts: what may be the beginning of a word is held back, at most {@value Words#LONGEST}
 * characters. Not thread-safe.
 */
public final class Restorer {
  private static final List<String> OPENING =
      List.of("\\<", "<", "&lt;", "&#60;", "\\u003c", "%3c");
  private static final List<String> CLOSING = List.of(">", "&gt;", "&#62;", "%3e");
  private static final String FIRST_CHARS = "\\<&%";

  private final Words words;
  private final boolean json;
  private final StringBuilder held = new StringBuilder();

  Restorer(Words words, boolean json) {
    this.words = words;
    this.json = json;
  }

  /** More of the text; what of it is sure. */
  public String add(String more) {
    held.append(more);
    return take(false);
  }

  /** The rest: the text ends here. The next one may begin. */
  public String end() {
    return take(true);
  }

  private String take(boolean last) {
    StringBuilder sure = new StringBuilder();
    Matcher matcher = Words.WORD.matcher(held);
    int from = 0;
    while (matcher.find()) {
      Optional<String> text = words.text(matcher.group(1));
      if (text.isPresent()) {
        sure.append(held, from, start(matcher)).append(shown(text.get()));
        from = matcher.end();
      }
    }
    int until = last ? held.length() : beginning(from);
    sure.append(held, from, until);
    held.delete(0, until);
    return sure.toString();
  }

  /** A backslash before a word is part of it only if there is one before its end, too. */
  private int start(Matcher matcher) {
    boolean before =
        held.charAt(matcher.start()) == '\\' && held.charAt(matcher.start() + 1) == '<';
    boolean behind = held.charAt(matcher.end() - 2) == '\\';
    return before && !behind ? matcher.start() + 1 : matcher.start();
  }

  private String shown(String text) {
    return json ? new String(JsonStringEncoder.getInstance().quoteAsString(text)) : text;
  }

  /** Where something begins that may become a word; the end if nothing does. */
  private int beginning(int from) {
    for (int i = Math.max(from, held.length() - Words.LONGEST + 1); i < held.length(); i++) {
      if (FIRST_CHARS.indexOf(held.charAt(i)) >= 0 && mayBegin(held.substring(i))) {
        return i;
      }
    }
    return held.length();
  }

  private static boolean mayBegin(String tail) {
    for (String opening : OPENING) {
      int common = Math.min(opening.length(), tail.length());
      if (tail.regionMatches(true, 0, opening, 0, common)
          && (common == tail.length() || inner(tail.substring(common)))) {
        return true;
      }
    }
    return false;
  }

  /** A name, and perhaps the beginning of what closes it. */
  private static boolean inner(String text) {
    int end = 0;
    while (end < text.length() && inName(text.charAt(end))) {
      end++;
    }
    String rest = text.substring(end);
    return CLOSING.stream()
        .anyMatch(
            closing ->
                rest.length() < closing.length()
                    && closing.regionMatches(true, 0, rest, 0, rest.length()));
  }

  private static boolean inName(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '\\' || c == ' ');
  }
}

package dev.strowger.guardrails;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Texts that may not pass. Time is linear in the text, whatever the expressions: they are RE2's.
 * For many threads.
 */
public final class Screen {
  /** Of a stream, for expressions whose matches have no bound, or a wider one. */
  public static final int WINDOW = 256;

  public static final int MAX_PATTERNS = 64;

  private final List<Searched> patterns;
  private final int reach;

  private Screen(List<Searched> patterns, int reach) {
    this.patterns = patterns;
    this.reach = reach;
  }

  /**
   * A text that may not pass.
   *
   * @param regex in RE2's syntax
   */
  public record Blocked(String name, String regex) {}

  /** Where one begins first. */
  record Hit(String name, int from, int to) {}

  private record Searched(String name, Pattern pattern) {}

  /**
   * @throws IllegalArgumentException if an expression cannot be used
   */
  public static Screen of(Collection<Blocked> blocked) {
    List<Searched> patterns = new ArrayList<>();
    int longest = 0;
    for (Blocked one : blocked) {
      try {
        patterns.add(new Searched(one.name(), Pattern.compile(one.regex())));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            one.name() + ": not a regular expression of RE2: " + e.getMessage(), e);
      }
      OptionalInt most = PatternReach.of(one.regex());
      longest = Math.max(longest, Math.min(WINDOW, most.orElse(WINDOW)));
    }
    return new Screen(List.copyOf(patterns), longest);
  }

  public boolean empty() {
    return patterns.isEmpty();
  }

  /**
   * How many characters of a stream are held back: as many as the longest match may have, and one
   * behind it, at most {@value #WINDOW} and one.
   */
  public int held() {
    return reach + 1;
  }

  /** Names of all that are found in a text, also behind Unicode's tricks. */
  public SortedSet<String> in(String text) {
    SortedSet<String> found = new TreeSet<>();
    String plain = patterns.isEmpty() ? text : Plain.of(text);
    for (Searched one : patterns) {
      if (one.pattern().matcher(text).find()
          || (!plain.equals(text) && one.pattern().matcher(plain).find())) {
        found.add(one.name());
      }
    }
    return found;
  }

  /** A text of an answer that comes in parts. */
  public ScreenedText text(ScreenedText.Action action) {
    return new ScreenedText(this, action, "");
  }

  /**
   * A text of an answer that goes on.
   *
   * @param before what of it the client has
   */
  public ScreenedText text(ScreenedText.Action action, String before) {
    return new ScreenedText(this, action, before);
  }

  /** The match that begins first; of those that do, the longest. */
  Optional<Hit> first(CharSequence text, int from) {
    Hit first = null;
    for (Searched one : patterns) {
      Matcher matcher = one.pattern().matcher(text);
      boolean found = from <= text.length() && matcher.find(from);
      while (found && matcher.end() == matcher.start()) {
        found = matcher.end() < text.length() && matcher.find(matcher.end() + 1);
      }
      if (found
          && (first == null
              || matcher.start() < first.from()
              || (matcher.start() == first.from() && matcher.end() > first.to()))) {
        first = new Hit(one.name(), matcher.start(), matcher.end());
      }
    }
    return Optional.ofNullable(first);
  }
}

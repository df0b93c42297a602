package dev.strowger.guardrails;

import dev.strowger.features.Detectors;
import dev.strowger.features.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes out of the texts of one request what detectors find: the same text is the same word {@code
 * <EMAIL_1>} throughout. For many threads.
 */
public final class Redactor {
  /** Texts found by what stands beside them, which are looked for elsewhere, too. */
  private static final int MAX_REPEATED = 64;

  /** A shorter text may mean something else elsewhere. */
  private static final int MIN_REPEATED_CHARS = 5;

  private static final String BY_CONTEXT = Detectors.BuiltIn.PASSPORT.code();

  private final Detectors detectors;
  private final Words words = new Words();
  private final Set<String> repeated = new TreeSet<>();

  /**
   * @param detectors whose findings are taken out
   */
  public Redactor(Detectors detectors) {
    this.detectors = detectors;
  }

  /**
   * Looks at a text of the request before any is changed: so that no word is used that stands in
   * one, and what one text names is hidden in all.
   */
  public void learn(String text) {
    words.avoid(text);
    for (Span span : detectors.spans(text)) {
      remember(span.detector(), text.substring(span.from(), span.to()));
    }
  }

  private synchronized void remember(String detector, String text) {
    if (detector.equals(BY_CONTEXT)
        && text.length() >= MIN_REPEATED_CHARS
        && repeated.size() < MAX_REPEATED) {
      repeated.add(text);
    }
  }

  /** The text with words in place of what detectors find. */
  public String hide(String text) {
    List<Span> spans = spans(text);
    if (spans.isEmpty()) {
      return text;
    }
    StringBuilder hidden = new StringBuilder(text.length());
    int from = 0;
    for (Span span : spans) {
      String found = text.substring(span.from(), span.to());
      hidden.append(text, from, span.from()).append(words.of(span.detector(), found));
      from = span.to();
    }
    return hidden.append(text, from, text.length()).toString();
  }

  /** Whether a text has nothing in it that would be taken out. */
  public boolean clean(String text) {
    return spans(text).isEmpty();
  }

  private List<Span> spans(String text) {
    List<Span> found = detectors.spans(text);
    List<String> again = again();
    if (again.isEmpty()) {
      return found;
    }
    List<Span> all = new ArrayList<>(found);
    for (String one : again) {
      for (int at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + one.length())) {
        if (alone(text, at, at + one.length()) && free(found, at, at + one.length())) {
          all.add(new Span(BY_CONTEXT, at, at + one.length()));
        }
      }
    }
    return Span.apart(all);
  }

  private synchronized List<String> again() {
    return List.copyOf(repeated);
  }

  private static boolean free(List<Span> spans, int from, int to) {
    return spans.stream().noneMatch(span -> span.from() <= from && to <= span.to());
  }

  private static boolean alone(String text, int from, int to) {
    boolean before = from > 0 && Character.isLetterOrDigit(text.charAt(from - 1));
    boolean behind = to < text.length() && Character.isLetterOrDigit(text.charAt(to));
    return !before && !behind;
  }

  /** How many distinct texts were taken out, by detector. */
  public Map<String, Integer> count() {
    return words.count();
  }

  /** The texts that were taken out. */
  public Set<String> texts() {
    return words.texts();
  }

  /**
   * Puts texts back in place of their words.
   *
   * @param json whether that is JSON text, whose strings the words stand in
   */
  public Restorer restorer(boolean json) {
    return new Restorer(words, json);
  }
}

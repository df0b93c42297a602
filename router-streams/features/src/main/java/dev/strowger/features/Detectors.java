package dev.strowger.features;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks for personal data, secrets and what an operator describes by regular expressions. Says
 * which detectors found something, or where. The time is linear in the text, whatever the text and
 * the expressions: expressions are RE2's, which have no backtracking. For many threads.
 */
public final class Detectors {
  /** Of a text that is looked at. */
  public static final int MAX_CHARS = 256 * 1024;

  /** Of a custom expression. */
  public static final int MAX_REGEX_CHARS = 1_000;

  private static final Map<BuiltIn, SpanFinder> FINDERS = new EnumMap<>(BuiltIn.class);

  static {
    FINDERS.put(BuiltIn.EMAIL, SpanFinder.of(EmailFinder::next));
    FINDERS.put(BuiltIn.IBAN, SpanFinder.of(IbanFinder::next));
    FINDERS.put(BuiltIn.IP, SpanFinder.of(IpFinder::next));
    FINDERS.put(BuiltIn.PASSPORT, PassportFinder::find);
    FINDERS.put(BuiltIn.SECRET_KEY, SpanFinder.of(SecretFinder::next));
  }

  /** A detector that needs no description. */
  public enum BuiltIn {
    CARD("pii.card"),
    EMAIL("pii.email"),
    IBAN("pii.iban"),
    IP("pii.ip"),
    PASSPORT("pii.passport"),
    PHONE("pii.phone"),
    SSN("pii.ssn"),
    TCKN("pii.tckn"),
    SECRET_KEY("secret.key");

    private final String code;

    BuiltIn(String code) {
      this.code = code;
    }

    /** As policies name it, e.g. {@code pii.email}. */
    public String code() {
      return code;
    }
  }

  /**
   * An operator's own detector.
   *
   * @param regex in RE2's syntax: no backreferences, no looking around
   */
  public record Custom(String name, String regex) {}

  private record Searched(String name, Pattern pattern) {}

  private final boolean numbers;
  private final List<BuiltIn> wanted;
  private final List<Searched> custom;

  private Detectors(List<BuiltIn> wanted, List<Searched> custom) {
    this.wanted = wanted;
    this.custom = custom;
    this.numbers = wanted.stream().anyMatch(one -> !FINDERS.containsKey(one));
  }

  /**
   * @throws IllegalArgumentException if an expression cannot be used, with its detector's name and
   *     the reason
   */
  public static Detectors of(Collection<BuiltIn> wanted, Collection<Custom> custom) {
    List<Searched> searched = new ArrayList<>();
    custom.forEach(one -> searched.add(new Searched(one.name(), compiled(one))));
    return new Detectors(List.copyOf(wanted), List.copyOf(searched));
  }

  private static Pattern compiled(Custom detector) {
    if (detector.regex().isEmpty() || detector.regex().length() > MAX_REGEX_CHARS) {
      throw new IllegalArgumentException(
          detector.name() + ": a regular expression has 1 to " + MAX_REGEX_CHARS + " characters");
    }
    try {
      return Pattern.compile(detector.regex());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          detector.name() + ": not a regular expression of RE2: " + e.getMessage(), e);
    }
  }

  /**
   * The names of those that found something in the first {@link #MAX_CHARS} characters. Whoever
   * must know of all of a longer text has to treat the rest as undetermined.
   */
  public SortedSet<String> in(String text) {
    String looked = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    SortedSet<String> found = new TreeSet<>();
    if (numbers) {
      for (BuiltIn number : NumberFinder.in(looked)) {
        if (wanted.contains(number)) {
          found.add(number.code());
        }
      }
    }
    for (BuiltIn one : wanted) {
      SpanFinder finder = FINDERS.get(one);
      if (finder != null) {
        finder.find(
            looked,
            (from, to) -> {
              found.add(one.code());
              return false;
            });
      }
    }
    for (Searched one : custom) {
      if (one.pattern().matcher(looked).find()) {
        found.add(one.name());
      }
    }
    return Collections.unmodifiableSortedSet(found);
  }

  /**
   * What was found in all of a text, in its order and apart from each other: spans that lie over
   * each other are one, of the detector whose span begins first, the longest of those.
   */
  public List<Span> spans(String text) {
    List<Span> found = new ArrayList<>();
    if (numbers) {
      NumberFinder.find(
          text,
          (kind, from, to) -> {
            if (wanted.contains(kind)) {
              found.add(new Span(kind.code(), from, to));
            }
          });
    }
    for (BuiltIn one : wanted) {
      SpanFinder finder = FINDERS.get(one);
      if (finder != null) {
        finder.find(text, (from, to) -> found.add(new Span(one.code(), from, to)));
      }
    }
    for (Searched one : custom) {
      Matcher matcher = one.pattern().matcher(text);
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          found.add(new Span(one.name(), matcher.start(), matcher.end()));
        }
      }
    }
    return Span.apart(found);
  }
}

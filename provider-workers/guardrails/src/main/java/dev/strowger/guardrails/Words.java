package dev.strowger.guardrails;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The words that stand for the texts of one request: the same for the same text, and none that
 * anybody has written himself. For many threads.
 */
final class Words {
  /** Distinct texts of one request that can be put back; what is more stays hidden. */
  static final int MOST = 100_000;

  /** Of a word, with all that may stand around it. */
  static final int LONGEST = 96;

  private static final int MAX_NAME_CHARS = 40;

  /**
   * A word as models write it: in any case, and escaped for HTML, Markdown, JSON or an address.
   * Group 1 is what stands between the brackets.
   */
  static final Pattern WORD =
      Pattern.compile(
          "(?i)(?:\\\\<|<|&lt;|&#60;|\\\\u003c|%3c) ?"
              + "([a-z][a-z0-9_\\\\]{1,70})"
              + " ?(?:\\\\>|>|&gt;|&#62;|\\\\u003e|%3e)");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> wordByText = new HashMap<>();
  private final Map<String, String> textByKey = new HashMap<>();
  private final Map<String, Integer> lastNumber = new HashMap<>();
  private final Map<String, Integer> textsByDetector = new TreeMap<>();

  /** No word that stands in a text is given to another text. */
  synchronized void avoid(String text) {
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      taken.add(key(matcher.group(1)));
    }
  }

  /** The word that stands for a text from now on. */
  synchronized String of(String detector, String text) {
    String known = wordByText.get(text);
    if (known != null) {
      return known;
    }
    String name = name(detector);
    if (wordByText.size() == MOST) {
      return "<" + name + ">";
    }
    int number = lastNumber.getOrDefault(name, 0);
    String key;
    do {
      key = name + "_" + ++number;
    } while (taken.contains(key));
    lastNumber.put(name, number);
    textsByDetector.merge(detector, 1, Integer::sum);
    textByKey.put(key, text);
    String word = "<" + key + ">";
    wordByText.put(text, word);
    return word;
  }

  /**
   * What a word stands for.
   *
   * @param inner what stands between its brackets
   */
  synchronized Optional<String> text(String inner) {
    return Optional.ofNullable(textByKey.get(key(inner)));
  }

  /** How many distinct texts have a word, by detector. */
  synchronized Map<String, Integer> count() {
    return new TreeMap<>(textsByDetector);
  }

  /** All texts that have a word. */
  synchronized Set<String> texts() {
    return Set.copyOf(wordByText.keySet());
  }

  private static String key(String inner) {
    return inner.replace("\\", "").toUpperCase(Locale.ROOT);
  }

  /** {@code pii.email} becomes EMAIL, {@code patient-number} PATIENT_NUMBER. */
  static String name(String detector) {
    String plain = detector.startsWith("pii.") ? detector.substring(4) : detector;
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < plain.length() && name.length() < MAX_NAME_CHARS; i++) {
      char c = plain.charAt(i);
      boolean word = c < 128 && Character.isLetterOrDigit(c);
      if (word) {
        name.append(Character.toUpperCase(c));
      } else if (!name.isEmpty() && name.charAt(name.length() - 1) != '_') {
        name.append('_');
      }
    }
    while (!name.isEmpty() && name.charAt(name.length() - 1) == '_') {
      name.setLength(name.length() - 1);
    }
    boolean letter = !name.isEmpty() && Character.isLetter(name.charAt(0));
    return letter ? name.toString() : "X" + name;
  }
}

package dev.strowger.policy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Pieces of messages, kept short whatever they are made of. */
final class Texts {
  /** More than this many names of a list are counted, not named. */
  static final int MAX_NAMED = 20;

  private static final int MAX_CHARS = 100;

  private Texts() {}

  /** {@code a, b, c and 12 more}; "(none)" if the list is empty. */
  static String list(List<String> names) {
    if (names.isEmpty()) {
      return "(none)";
    }
    String named = String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())));
    return names.size() > MAX_NAMED
        ? named + " and " + (names.size() - MAX_NAMED) + " more"
        : named;
  }

  static Set<String> lowerCase(Collection<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  static String shortened(String text) {
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
  }
}

package dev.strowger.policy;

import java.util.List;

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

  static String shortened(String text) {
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
  }
}

package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names and beginnings of names ({@code prefix*}) of a match. */
final class NamesReader {
  /** Of one condition. */
  static final int MAX_NAMES = 1_000;

  /** Longer values of requests are cut before they get here. */
  private static final int MAX_CHARS = 256;

  private static final int MAX_KEYS = 32;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** What a rule goes by is recorded with the decision; keys must not be. */
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "api-key", "x-api-key");

  private NamesReader() {}

  static Names read(Section section, String key) {
    Set<String> exact = new HashSet<>();
    List<String> prefixes = new ArrayList<>();
    for (String text : bounded(section, key, "a name, or a list of names")) {
      boolean open = text.endsWith("*");
      String name = open ? text.substring(0, text.length() - 1) : text;
      if (name.contains("*") || name.length() > MAX_CHARS) {
        section.problem(
            key,
            text,
            "expected a name of at most "
                + MAX_CHARS
                + " characters, or the beginning of one followed by a single *");
      } else if (open) {
        prefixes.add(name);
      } else {
        exact.add(name);
      }
    }
    return new Names(exact, prefixes);
  }

  static Map<String, Names> tags(Section section, String key) {
    return mapping(section, key, false);
  }

  /** By name in lower case. */
  static Map<String, Names> headers(Section section, String key) {
    Map<String, Names> headers = mapping(section, key, true);
    for (String name : headers.keySet()) {
      if (SECRET.contains(name)) {
        section.problem(key, "the header " + name + " holds a secret; rules cannot go by it");
      }
    }
    return headers;
  }

  /** Texts under a key, not too many. */
  static List<String> bounded(Section section, String key, String what) {
    List<String> texts = section.oneOrMore(key, what);
    if (texts.size() > MAX_NAMES) {
      section.problem(key, "expected at most " + MAX_NAMES + " entries");
      return List.of();
    }
    return texts;
  }

  private static Map<String, Names> mapping(Section section, String key, boolean lowerCase) {
    Map<String, Names> all = new TreeMap<>();
    Section mapping = section.section(key).orElse(null);
    if (mapping == null) {
      return all;
    }
    if (mapping.keys().isEmpty() || mapping.keys().size() > MAX_KEYS) {
      section.problem(key, "expected 1 to " + MAX_KEYS + " names, each with what it must be");
      return all;
    }
    for (String name : mapping.keys()) {
      if (!KEY.matcher(name).matches()) {
        mapping.problem(name, "expected a key of 1 to 64 letters, digits, '.', '_' or '-'");
      } else if (all.put(lowerCase ? name.toLowerCase(Locale.ROOT) : name, read(mapping, name))
          != null) {
        mapping.problem(name, "this header stands twice");
      }
    }
    return all;
  }
}

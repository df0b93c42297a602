package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of the entries of one kind, each of them its own. They travel in headers and metrics. */
final class NameReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final String kind;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param kind of what is named, for messages
   */
  NameReader(String kind) {
    this.kind = kind;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  String read(Section section) {
    String name = section.requiredString("name", "a name for the " + kind);
    if (name.isEmpty()) {
      return name;
    }
    if (!isName(name)) {
      section.problem("name", expected());
    } else if (!taken.add(name)) {
      section.problem(
          "name", "another " + kind + " is named \"" + name + "\"; expected a name of its own");
    }
    return name;
  }

  static String expected() {
    return "expected 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit";
  }
}

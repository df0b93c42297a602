package dev.strowger.worker;

import java.util.ArrayList;
import java.util.List;

/** The names of parameters the provider did not get, bounded: they may come from the client. */
final class DroppedNames {
  /** More is cut, at the end of a name. */
  static final int MAX_CHARS = 1 << 10;

  private static final String SEPARATOR = ", ";

  private DroppedNames() {}

  /** As many as fit a header, in characters a header can carry. */
  static List<String> bounded(List<String> names) {
    List<String> bounded = new ArrayList<>();
    int length = 0;
    for (String name : names) {
      // Names can come from the client's JSON; a header takes printable ASCII.
      String plain = name.replaceAll("[^\\x21-\\x2b\\x2d-\\x7e]", "?");
      length += (bounded.isEmpty() ? 0 : SEPARATOR.length()) + plain.length();
      if (length > MAX_CHARS) {
        break;
      }
      bounded.add(plain);
    }
    return List.copyOf(bounded);
  }

  /** As the value of a header. */
  static String header(List<String> names) {
    return String.join(SEPARATOR, bounded(names));
  }
}

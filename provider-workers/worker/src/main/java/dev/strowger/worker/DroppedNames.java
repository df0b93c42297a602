package dev.strowger.worker;

import java.util.List;

/** The names of parameters the provider did not get, as the value of a header. */
final class DroppedNames {
  /** More is cut, at the end of a name. */
  static final int MAX_CHARS = 1 << 10;

  private static final String SEPARATOR = ", ";

  private DroppedNames() {}

  static String header(List<String> names) {
    StringBuilder value = new StringBuilder();
    for (String name : names) {
      // Names can come from the client's JSON; a header takes printable ASCII.
      String plain = name.replaceAll("[^\\x21-\\x2b\\x2d-\\x7e]", "?");
      int length = value.length() + (value.isEmpty() ? 0 : SEPARATOR.length()) + plain.length();
      if (length > MAX_CHARS) {
        break;
      }
      value.append(value.isEmpty() ? "" : SEPARATOR).append(plain);
    }
    return value.toString();
  }
}

package dev.strowger.faults;

/** Words short enough for a table. */
final class Texts {
  private static final int MOST = 160;

  private Texts() {}

  static String cut(String text) {
    String line = text.replace('\n', ' ').strip();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }

  /** Where two texts part, for texts too long to show. */
  static String difference(String expected, String found) {
    int same = 0;
    while (same < Math.min(expected.length(), found.length())
        && expected.charAt(same) == found.charAt(same)) {
      same++;
    }
    return "%d of %d characters, differing from %d on: \"%s\" instead of \"%s\""
        .formatted(
            found.length(),
            expected.length(),
            same,
            cut(found.substring(same)),
            cut(expected.substring(same)));
  }
}

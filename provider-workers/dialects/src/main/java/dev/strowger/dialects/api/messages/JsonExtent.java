package dev.strowger.dialects.api.messages;

/** Watches the text of a JSON object go by, to know when it is whole. */
final class JsonExtent {
  private int depth;
  private boolean begun;
  private boolean inString;
  private boolean escaped;

  void add(String fragment) {
    for (int i = 0; i < fragment.length(); i++) {
      add(fragment.charAt(i));
    }
  }

  /** Whether as many braces and brackets were closed as opened, and any were. */
  boolean whole() {
    return begun && depth == 0;
  }

  private void add(char c) {
    if (inString) {
      inString = escaped || c != '"';
      escaped = !escaped && c == '\\';
      return;
    }
    switch (c) {
      case '"' -> inString = true;
      case '{', '[' -> {
        depth++;
        begun = true;
      }
      case '}', ']' -> depth--;
      default -> {}
    }
  }
}

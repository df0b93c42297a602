package dev.strowger.engine;

import java.util.Locale;
import java.util.Optional;

/**
 * Where in the text of an INSERT its data begins. The engine reads inline data only up to the first
 * blank line and would run the rest as SQL, so data never reaches it as part of a statement.
 *
 * @param head the statement without VALUES or FORMAT and without data
 * @param format of the data; empty if the text names none
 * @param dataAt index of the first character of data
 */
record InsertText(String head, String format, int dataAt) {

  /** Empty if the text is not an INSERT with inline data: INSERT … SELECT, or something else. */
  static Optional<InsertText> of(String sql) {
    Scanner scanner = new Scanner(sql);
    if (!scanner.nextWord().equals("INSERT")) {
      return Optional.empty();
    }
    String word = scanner.nextWord();
    if (word.equals("INTO")) {
      word = scanner.nextWord();
    }
    if (word.equals("TABLE")) {
      scanner.nextWord();
    }
    for (word = scanner.nextWord(); !word.isEmpty(); word = scanner.nextWord()) {
      int start = scanner.wordAt;
      switch (word) {
        case "VALUES" -> {
          return Optional.of(new InsertText(sql.substring(0, start), "Values", scanner.at));
        }
        case "FORMAT" -> {
          scanner.nextWord();
          String format = sql.substring(scanner.wordAt, scanner.at);
          return Optional.of(
              new InsertText(sql.substring(0, start), format, scanner.afterLineEnd()));
        }
        case "SELECT", "WITH", "FROM", "WATCH" -> {
          return Optional.empty();
        }
        default -> {}
      }
    }
    return Optional.of(new InsertText(sql, "", sql.length()));
  }

  /** Walks over the words outside of quotes, comments and parentheses. */
  private static final class Scanner {
    private final String sql;
    private int at;
    private int wordAt;

    Scanner(String sql) {
      this.sql = sql;
    }

    /**
     * The next word in upper case; a quoted or dotted name counts as {@code ?}; empty at the end.
     */
    String nextWord() {
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (Character.isLetter(c) || c == '_') {
          return word();
        }
        switch (c) {
          case '\'' -> skipQuoted(c);
          case '"', '`' -> {
            skipQuoted(c);
            return name();
          }
          case '(' -> skipParentheses();
          case '-' -> at = sql.startsWith("--", at) ? after("\n") : at + 1;
          case '/' -> at = sql.startsWith("/*", at) ? after("*/") : at + 1;
          default -> at++;
        }
      }
      wordAt = at;
      return "";
    }

    private String word() {
      wordAt = at;
      while (at < sql.length()
          && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
        at++;
      }
      String word = sql.substring(wordAt, at).toUpperCase(Locale.ROOT);
      return at < sql.length() && sql.charAt(at) == '.' ? name() : word;
    }

    /** The rest of a name of several parts, so that no part passes for a keyword. */
    private String name() {
      while (at < sql.length() && sql.charAt(at) == '.') {
        at++;
        if (at < sql.length() && (sql.charAt(at) == '`' || sql.charAt(at) == '"')) {
          skipQuoted(sql.charAt(at));
        } else {
          word();
        }
      }
      return "?";
    }

    int afterLineEnd() {
      int end = at;
      while (end < sql.length() && (sql.charAt(end) == ' ' || sql.charAt(end) == '\r')) {
        end++;
      }
      return end < sql.length() && sql.charAt(end) == '\n' ? end + 1 : Math.min(at + 1, end);
    }

    private void skipQuoted(char quote) {
      for (at++; at < sql.length() && sql.charAt(at) != quote; at++) {
        if (sql.charAt(at) == '\\') {
          at++;
        }
      }
      at++;
    }

    private void skipParentheses() {
      int depth = 0;
      do {
        char c = sql.charAt(at);
        switch (c) {
          case '\'', '"', '`' -> {
            skipQuoted(c);
            at--;
          }
          case '(' -> depth++;
          case ')' -> depth--;
          default -> {}
        }
        at++;
      } while (at < sql.length() && depth > 0);
    }

    private int after(String end) {
      int found = sql.indexOf(end, at);
      return found < 0 ? sql.length() : found + end.length();
    }
  }
}

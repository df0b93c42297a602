package dev.strowger.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One statement as it came, sorted by how it must be run. */
sealed interface Statement {
  /** Largest statement without an insert's data; the engine's own default of max_query_size. */
  int MAX_SQL_BYTES = 256 << 10;

  /** An insert with its data apart. */
  record Insert(String head, String format, InputStream data) implements Statement {}

  /** Ends another query. */
  record Kill(String queryId) implements Statement {}

  /** Anything else. */
  record Plain(String sql) implements Statement {
    private static final String START = "^(?:\\s|\\(|/\\*.*?\\*/|--[^\\n]*\\n)*";
    private static final Pattern SELECT = pattern(START + "(?:SELECT|WITH)\\b");
    private static final Pattern CONNECTION =
        pattern(START + "(?:SET|USE|(?:CREATE|REPLACE)\\b.*?\\bTEMPORARY)\\b");
    private static final Pattern FORMAT =
        pattern("\\bFORMAT\\s+(\\w+)\\s*(?:SETTINGS\\b.*)?;?\\s*$");

    boolean isSelect() {
      return SELECT.matcher(sql).find();
    }

    /** The format the text itself asks for. */
    Optional<String> format() {
      Matcher matcher = FORMAT.matcher(sql);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether later statements on the same connection could see what this one did to it. */
    boolean changesConnection() {
      return CONNECTION.matcher(sql).find();
    }
  }

  Pattern KILL =
      pattern(
          "\\s*KILL\\s+QUERY\\s+(?:ON\\s+CLUSTER\\s+\\S+\\s+)?"
              + "WHERE\\s+query_id\\s*=\\s*'([^'\\\\]+)'.*");

  /** Reading or writing files of this machine through SQL is nobody's business here. */
  Pattern FILES = pattern("\\b(?:OUTFILE|INFILE)\\b");

  /** Reads a statement from the address and the body of a request. */
  static Statement read(Optional<String> query, InputStream body) throws IOException {
    if (query.isPresent()) {
      byte[] sql = query.get().getBytes(StandardCharsets.UTF_8);
      String bytewise = new String(sql, StandardCharsets.ISO_8859_1);
      return InsertText.of(bytewise).isPresent()
          ? sort(sql, body)
          : sort(join(sql, body.readNBytes(MAX_SQL_BYTES + 1)), InputStream.nullInputStream());
    }
    return sort(body.readNBytes(MAX_SQL_BYTES), body);
  }

  private static Statement sort(byte[] start, InputStream rest) throws IOException {
    // One character a byte, so that the index of the data is one of bytes.
    String bytewise = new String(start, StandardCharsets.ISO_8859_1);
    Optional<InsertText> insert = InsertText.of(bytewise);
    String sql =
        insert
            .map(i -> new String(start, 0, i.head().length(), StandardCharsets.UTF_8))
            .orElseGet(() -> new String(start, StandardCharsets.UTF_8));
    if (insert.isEmpty() && (start.length > MAX_SQL_BYTES || rest.read() >= 0)) {
      throw EngineException.of(
          EngineException.SYNTAX_ERROR,
          "SYNTAX_ERROR",
          "A statement may have at most " + MAX_SQL_BYTES + " bytes");
    }
    if (FILES.matcher(sql).find()) {
      throw EngineException.of(
          EngineException.NOT_IMPLEMENTED,
          "NOT_IMPLEMENTED",
          "INTO OUTFILE and FROM INFILE are not supported, nor is a text with these words");
    }
    if (insert.isPresent()) {
      int at = insert.get().dataAt();
      InputStream head = new ByteArrayInputStream(start, at, start.length - at);
      return new Insert(sql, insert.get().format(), new SequenceInputStream(head, rest));
    }
    Matcher kill = KILL.matcher(sql);
    return kill.matches() ? new Kill(kill.group(1)) : new Plain(sql);
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  private static byte[] join(byte[] sql, byte[] more) {
    if (more.length == 0) {
      return sql;
    }
    byte[] all = new byte[sql.length + 1 + more.length];
    System.arraycopy(sql, 0, all, 0, sql.length);
    all[sql.length] = '\n';
    System.arraycopy(more, 0, all, sql.length + 1, more.length);
    return all;
  }
}

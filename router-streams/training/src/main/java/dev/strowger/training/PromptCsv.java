package dev.strowger.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Prompts as CSV (RFC 4180, UTF-8, with a header; a name that ends in {@code .gz} is unpacked).
 * Fields may hold newlines, quotes and commas.
 */
public final class PromptCsv {
  /** Rows of a file; a longer one is refused. */
  public static final int MAX_ROWS = 1_000_000;

  /** Characters of a prompt; what is longer is refused. */
  public static final int MAX_PROMPT = 16 << 20;

  private static final int BYTE_ORDER_MARK = 0xfeff;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  private PromptCsv() {}

  /** The file cannot be used; the message names it, and the line where there is one. */
  public static final class BadFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
      super(message);
    }
  }

  /** A row that wants a score. */
  public record Asked(String id, String prompt) {}

  /**
   * @param file with the columns {@code source, prompt, weak_correct, strong_correct}
   */
  public static List<LabelledPrompt> labelled(Path file) {
    List<LabelledPrompt> rows = new ArrayList<>();
    read(
        file,
        List.of("source", "prompt", "weak_correct", "strong_correct"),
        (row, where) ->
            rows.add(
                new LabelledPrompt(
                    row.get("source"),
                    row.get("prompt"),
                    flag(row.get("weak_correct"), "weak_correct", where),
                    flag(row.get("strong_correct"), "strong_correct", where))));
    if (rows.isEmpty()) {
      throw new BadFileException(file + " has no rows");
    }
    return rows;
  }

  /**
   * Row by row, in the file's order.
   *
   * @param file with the columns {@code id, prompt}
   */
  public static void asked(Path file, Consumer<Asked> each) {
    read(
        file,
        List.of("id", "prompt"),
        (row, where) -> each.accept(new Asked(row.get("id"), row.get("prompt"))));
  }

  private static boolean flag(String text, String column, String where) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw new BadFileException(where + column + " must be 0 or 1");
    };
  }

  private interface Row {
    void take(CSVRecord row, String where);
  }

  private static void read(Path file, List<String> columns, Row each) {
    try (Reader reader = open(file);
        CSVParser parser = FORMAT.parse(reader)) {
      Set<String> missing = new TreeSet<>(columns);
      missing.removeAll(parser.getHeaderNames());
      if (!missing.isEmpty()) {
        throw new BadFileException(
            file
                + ": the header lacks "
                + String.join(", ", missing)
                + "; it must have "
                + String.join(",", columns));
      }
      rows(file, parser, each);
    } catch (NoSuchFileException e) {
      throw new BadFileException(file + " does not exist");
    } catch (CharacterCodingException e) {
      throw new BadFileException(file + " is not UTF-8");
    } catch (IOException e) {
      throw new BadFileException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static void rows(Path file, CSVParser parser, Row each) {
    int width = parser.getHeaderNames().size();
    Iterator<CSVRecord> records = parser.iterator();
    long line = parser.getCurrentLineNumber() + 1;
    try {
      while (records.hasNext()) {
        CSVRecord row = records.next();
        String where = file + ", line " + line + ": ";
        if (row.size() != width) {
          throw new BadFileException(where + row.size() + " fields where the header has " + width);
        }
        if (row.getRecordNumber() > MAX_ROWS) {
          throw new BadFileException(where + "more than " + MAX_ROWS + " rows");
        }
        if (row.get("prompt").length() > MAX_PROMPT) {
          throw new BadFileException(where + "a prompt of more than " + MAX_PROMPT + " characters");
        }
        each.take(row, where);
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (UncheckedIOException e) {
      throw unusable(file, line, e);
    }
  }

  private static BadFileException unusable(Path file, long line, UncheckedIOException e) {
    return switch (e.getCause()) {
      case CSVException broken ->
          new BadFileException(file + ", line " + line + ": not CSV: " + broken.getMessage());
      case CharacterCodingException no ->
          new BadFileException(file + ", after line " + line + ": not UTF-8");
      case null, default -> new BadFileException("cannot read " + file + ": " + e.getMessage());
    };
  }

  private static Reader open(Path file) throws IOException {
    BufferedReader reader =
        file.toString().endsWith(".gz")
            ? new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)),
                    StandardCharsets.UTF_8.newDecoder()))
            : Files.newBufferedReader(file);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }
}

package dev.strowger.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result as text for a terminal: columns aligned, numbers to the right. */
final class TextTable {
  /** Longer values are cut, with an ellipsis. */
  static final int MAX_CELL_CHARS = 120;

  private static final String GAP = "  ";

  private TextTable() {}

  static String of(QueryResult result) {
    QueryResult.Table table = result.table();
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns().stream().map(c -> cell(c.name())).toList());
    table.rows().forEach(row -> lines.add(row.stream().map(TextTable::cell).toList()));
    int[] widths = widths(lines, table.columns().size());
    boolean[] right = new boolean[widths.length];
    for (int i = 0; i < right.length; i++) {
      int column = i;
      right[i] =
          !table.rows().isEmpty()
              && table.rows().stream()
                  .map(row -> row.get(column))
                  .allMatch(v -> v == null || v instanceof Number);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(line(lines.get(i), widths, right)).append('\n');
      if (i == 0) {
        text.append(rule(widths)).append('\n');
      }
    }
    return text.append(footer(result)).append('\n').toString();
  }

  private static String footer(QueryResult result) {
    int rows = result.table().rows().size();
    return (rows == 1 ? "1 row" : rows + " rows")
        + (result.table().cut() ? " (cut here: there are more)" : "")
        + ", "
        + result.elapsed().toMillis()
        + " ms";
  }

  private static int[] widths(List<List<String>> lines, int columns) {
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(line.get(i)));
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths[i] - length(cells.get(i)));
      line.append(i == 0 ? "" : GAP)
          .append(right[i] ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String rule(int[] widths) {
    return java.util.Arrays.stream(widths).mapToObj("─"::repeat).collect(Collectors.joining(GAP));
  }

  private static String cell(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "∅";
          case BigDecimal number -> number.toPlainString();
          case Double number -> decimal(number);
          case Float number -> decimal(number.doubleValue());
          default -> value.toString();
        };
    // Control characters of a value must not move the operator's cursor.
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return length(plain) <= MAX_CELL_CHARS
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, MAX_CELL_CHARS - 1)) + "…";
  }

  /** At most six digits after the point. */
  private static String decimal(double number) {
    String text = String.format(Locale.ROOT, "%.6f", number);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

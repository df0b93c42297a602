package dev.strowger.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Rows under a header, in columns as wide as their widest value. */
final class Table {
  private static final int GAP = 2;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  void row(String... values) {
    rows.add(List.of(values).stream().map(v -> v.replaceAll("\\p{Cntrl}", " ")).toList());
  }

  void print(PrintWriter out) {
    Column[] columns = new Column[rows.getFirst().size()];
    for (int i = 0; i < columns.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(1);
      columns[i] = new Column(widest + GAP + 1, 0, Column.Overflow.TRUNCATE);
    }
    TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
    rows.forEach(row -> table.addRowValues(row.toArray(new String[0])));
    table.toString().lines().forEach(line -> out.println(line.stripTrailing()));
  }
}

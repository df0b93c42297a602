package dev.strowger.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query yielded, and how long that took. */
record QueryResult(Table table, Duration elapsed) {

  /**
   * @param rows numbers, booleans, texts and nulls
   * @param cut there would have been more rows
   */
  record Table(List<Column> columns, List<List<Object>> rows, boolean cut) {}

  /**
   * @param type as ClickHouse names it, e.g. {@code UInt64}
   */
  record Column(String name, String type) {}

  /** A value as JSON can carry it; what is no number or truth value becomes ClickHouse's text. */
  static @Nullable Object plain(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    return switch (value) {
      case null -> null;
      case Double number when !Double.isFinite(number) -> number.toString();
      case Float number when !Float.isFinite(number) -> number.toString();
      case Number number -> number;
      case Boolean truth -> truth;
      // A tuple: the driver has no text for it.
      case Object[] parts -> Arrays.deepToString(parts);
      default -> row.getString(column);
    };
  }
}

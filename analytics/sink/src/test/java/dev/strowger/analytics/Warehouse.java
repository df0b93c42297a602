package dev.strowger.analytics;

import dev.strowger.engine.ClickHouseEngine;
import dev.strowger.engine.Credentials;
import dev.strowger.engine.EngineConfig;
import dev.strowger.engine.EngineLibrary;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The engine for a test. */
record Warehouse(ClickHouseEngine engine) implements AutoCloseable {
  static Warehouse start(Path directory) throws Exception {
    return start(directory, 0);
  }

  static Warehouse start(Path directory, int port) throws Exception {
    return new Warehouse(
        ClickHouseEngine.start(
            new EngineConfig(
                EngineLibrary.find(Path.of("")),
                directory.resolve("data"),
                port,
                directory.resolve("engine.log"),
                new Credentials("admin", "reader"),
                new EngineConfig.Limits(1L << 30, 4))));
  }

  ClickHouseAccess access() {
    return new ClickHouseAccess(engine.url(), "default", "admin");
  }

  ClickHouseAccess reader() {
    return new ClickHouseAccess(engine.url(), "reader", "reader");
  }

  void run(String sql) throws SQLException {
    try (Connection connection = access().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first row, its values as text with commas between. */
  String row(String sql) throws SQLException {
    return rows(access(), sql).getFirst();
  }

  static List<String> rows(ClickHouseAccess access, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(",", values));
      }
    }
    return rows;
  }

  /** Requests, their cost and tokens in the table and in each of the three views. */
  List<String> sums() throws SQLException {
    List<String> sums = new ArrayList<>();
    sums.add(row("SELECT count(), sum(cost_micros), sum(input_tokens) FROM requests"));
    for (String by : List.of("model", "tenant", "route")) {
      sums.add(
          row(
              "SELECT sum(requests), sum(cost_micros), sum(input_tokens) FROM requests_by_"
                  + by
                  + "_hour"));
    }
    return sums;
  }

  @Override
  public void close() {
    engine.close();
  }
}

package dev.strowger.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** An engine for a test, and the unmodified driver to ask it. */
record RunningEngine(ClickHouseEngine engine) implements AutoCloseable {
  private static final Credentials CREDENTIALS = new Credentials("admin-password", "read-password");

  static RunningEngine start(Path directory) throws IOException, InterruptedException {
    return new RunningEngine(
        ClickHouseEngine.start(
            new EngineConfig(
                EngineLibrary.find(Path.of("")),
                directory.resolve("data"),
                0,
                directory.resolve("engine.log"),
                CREDENTIALS,
                new EngineConfig.Limits(1L << 30, 4))));
  }

  Connection admin() throws SQLException {
    return connect("default", CREDENTIALS.admin());
  }

  Connection reader() throws SQLException {
    return connect("reader", CREDENTIALS.reader());
  }

  Connection connect(String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(engine.url(), properties);
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}

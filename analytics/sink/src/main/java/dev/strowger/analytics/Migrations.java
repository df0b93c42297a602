package dev.strowger.analytics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables to this version. What was applied stands in {@code schema_migrations} with a
 * checksum; a file that was changed afterwards stops the sink, for its tables would not be what the
 * file says.
 */
final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** In the order they are applied; one that was released never changes. */
  private static final List<String> FILES =
      List.of(
          "V001__tables.sql",
          "V002__by_the_hour.sql",
          "V003__rescues_and_repeats.sql",
          "V004__policy.sql",
          "V005__views.sql",
          "V006__accounting.sql",
          "V007__savings_by_kind.sql");

  private static final List<String> EXPIRING =
      List.of("requests", "attempts", "decisions", "shadow_results", "limit_alerts");

  private final ClickHouseAccess access;

  Migrations(ClickHouseAccess access) {
    this.access = access;
  }

  /**
   * @param retentionDays 0 keeps rows for ever
   */
  void apply(int retentionDays) throws SQLException {
    try (Connection server = access.connectToServer()) {
      run(server, "CREATE DATABASE IF NOT EXISTS " + access.database());
    }
    try (Connection connection = access.connect()) {
      run(
          connection,
          "CREATE TABLE IF NOT EXISTS schema_migrations (name String, checksum String,"
              + " at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'))"
              + " ENGINE = ReplacingMergeTree ORDER BY name");
      Map<String, String> applied = applied(connection);
      for (String file : FILES) {
        String sql = read(file);
        String checksum = checksum(sql);
        String before = applied.get(file);
        if (before == null) {
          apply(connection, file, sql, checksum);
        } else if (!before.equals(checksum)) {
          throw new SQLException("migration " + file + " was changed after it had been applied");
        }
      }
      for (String table : EXPIRING) {
        expire(connection, table, retentionDays);
      }
    }
  }

  private static void apply(Connection connection, String file, String sql, String checksum)
      throws SQLException {
    for (String statement : statements(sql)) {
      // A crash may have left some of these behind without the entry below.
      run(
          connection,
          statement
              .replaceFirst("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ")
              .replaceFirst("CREATE VIEW ", "CREATE VIEW IF NOT EXISTS ")
              .replaceFirst(
                  "CREATE MATERIALIZED VIEW ", "CREATE MATERIALIZED VIEW IF NOT EXISTS "));
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO schema_migrations (name, checksum) VALUES (?, ?)")) {
      insert.setString(1, file);
      insert.setString(2, checksum);
      insert.executeUpdate();
    }
    log.atInfo().addKeyValue("migration", file).log("migration applied");
  }

  private static void expire(Connection connection, String table, int days) throws SQLException {
    String created;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT create_table_query FROM system.tables"
                    + " WHERE database = currentDatabase() AND name = '"
                    + table
                    + "'")) {
      created = row.next() ? row.getString(1) : "";
    }
    boolean has = created.contains(" TTL ");
    if (days == 0) {
      if (has) {
        run(connection, "ALTER TABLE " + table + " REMOVE TTL");
      }
    } else if (!created.contains("toIntervalDay(" + days + ")")) {
      run(
          connection,
          "ALTER TABLE "
              + table
              + " MODIFY TTL toDateTime(at) + toIntervalDay("
              + days
              + ")"
              + " SETTINGS materialize_ttl_after_modify = 0");
    }
  }

  private static Map<String, String> applied(Connection connection) throws SQLException {
    Map<String, String> applied = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT name, checksum FROM schema_migrations FINAL")) {
      while (rows.next()) {
        applied.put(rows.getString(1), rows.getString(2));
      }
    }
    return applied;
  }

  static List<String> statements(String sql) {
    return List.of(sql.split(";\\s*\\n")).stream()
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String read(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream("/migrations/" + file)) {
      if (in == null) {
        throw new IllegalStateException("migration " + file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String sql) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

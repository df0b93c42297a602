package dev.strowger.engine;

import static dev.strowger.engine.RunningEngine.run;
import static dev.strowger.engine.RunningEngine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified clickhouse-jdbc with its default settings against the engine. */
class ClickHouseEngineIT {
  @TempDir static Path directory;
  private static RunningEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = RunningEngine.start(directory);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void storesABatchAndReadsItBack() throws SQLException {
    try (Connection connection = engine.admin()) {
      run(connection, "CREATE TABLE batch (a Int32, s String) ENGINE = MergeTree ORDER BY a");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO batch (a, s) VALUES (?, ?)")) {
        for (int i = 0; i < 20_000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "a line\n\nDROP TABLE batch; -- 'quoted' \\ " + i);
          insert.addBatch();
        }
        insert.executeBatch();
      }

      assertThat(text(connection, "SELECT count() FROM batch")).isEqualTo("20000");
      assertThat(text(connection, "SELECT s FROM batch WHERE a = 7"))
          .isEqualTo("a line\n\nDROP TABLE batch; -- 'quoted' \\ 7");
    }
  }

  @Test
  void keepsTypesWhole() throws SQLException {
    Instant at = Instant.parse("2026-03-04T05:06:07.089Z");
    try (Connection connection = engine.admin()) {
      run(
          connection,
          "CREATE TABLE types (i Int64, u UInt64, d Decimal(18, 6), t DateTime64(3, 'UTC'),"
              + " l LowCardinality(String), n Nullable(Int32), a Array(String), b Bool)"
              + " ENGINE = MergeTree ORDER BY i");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO types VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
        insert.setLong(1, Long.MIN_VALUE);
        insert.setLong(2, Long.MAX_VALUE);
        insert.setBigDecimal(3, new BigDecimal("12345.678901"));
        insert.setTimestamp(4, Timestamp.from(at));
        insert.setString(5, "grün");
        insert.setObject(6, null);
        insert.setArray(7, connection.createArrayOf("String", new Object[] {"x", "y'z"}));
        insert.setBoolean(8, true);
        insert.addBatch();
        insert.executeBatch();
      }

      try (Statement select = connection.createStatement();
          ResultSet row = select.executeQuery("SELECT * FROM types")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(row.getLong(2)).isEqualTo(Long.MAX_VALUE);
        assertThat(row.getBigDecimal(3)).isEqualByComparingTo("12345.678901");
        assertThat(row.getTimestamp(4).toInstant()).isEqualTo(at);
        assertThat(row.getString(5)).isEqualTo("grün");
        assertThat(row.getObject(6)).isNull();
        assertThat((Object[]) row.getArray(7).getArray()).containsExactly("x", "y'z");
        assertThat(row.getBoolean(8)).isTrue();
      }
    }
  }

  @Test
  void streamsAnAnswerLargerThanItsOwnMemory() throws SQLException {
    try (Connection connection = engine.reader();
        Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                "SELECT number, repeat('x', 100) AS s FROM numbers(3000000) ORDER BY number")) {
      long count = 0;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(count);
        count++;
      }
      assertThat(count).isEqualTo(3_000_000);
    }
  }

  @Test
  void reportsErrorsWithTheirCode() throws SQLException {
    try (Connection connection = engine.admin()) {
      assertThatThrownBy(() -> run(connection, "SELECT * FROM nowhere"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nowhere");
      assertThatThrownBy(() -> run(connection, "SELEKT 1")).isInstanceOf(SQLException.class);
      assertThatThrownBy(
              () -> text(connection, "SELECT throwIf(number = 500000) FROM numbers(1000000)"))
          .isInstanceOf(SQLException.class);
      assertThat(text(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void endsAQueryWhoseTimeIsUp() throws SQLException {
    try (Connection connection = engine.admin();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      long start = System.nanoTime();

      assertThatThrownBy(
              () ->
                  statement.executeQuery(
                      "SELECT count() FROM numbers(900000000000) WHERE NOT ignore(sipHash64(number))"))
          .isInstanceOf(SQLException.class);

      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
    }
  }

  @Test
  void cancelsAQueryFromAnotherThread() throws Exception {
    try (Connection connection = engine.reader();
        Statement statement = connection.createStatement();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<ResultSet> running =
          other.submit(
              () ->
                  statement.executeQuery(
                      "SELECT count() FROM numbers(900000000000) WHERE NOT ignore(cityHash64(number))"));
      awaitRunning("cityHash64");

      statement.cancel();

      assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(Exception.class);
      awaitNotRunning("cityHash64");
    }
  }

  @Test
  void letsAReaderOnlyReadTables() throws SQLException {
    try (Connection admin = engine.admin();
        Connection reader = engine.reader()) {
      run(admin, "CREATE TABLE guarded (a Int32) ENGINE = MergeTree ORDER BY a");
      for (String forbidden :
          List.of(
              "INSERT INTO guarded VALUES (1)",
              "DROP TABLE guarded",
              "CREATE TABLE mine (a Int32) ENGINE = Memory",
              "SELECT * FROM file('/etc/passwd', 'LineAsString')",
              "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
              "SELECT * FROM executable('id', 'LineAsString', 'l String')",
              "SELECT 1 INTO OUTFILE '" + directory.resolve("leak") + "'",
              "SET readonly = 0",
              "SYSTEM SHUTDOWN",
              "SELECT 1 SETTINGS readonly = 0")) {
        assertThatThrownBy(() -> run(reader, forbidden))
            .as(forbidden)
            .isInstanceOf(SQLException.class);
      }
      assertThat(text(reader, "SELECT count() FROM guarded")).isEqualTo("0");
      assertThat(directory.resolve("leak")).doesNotExist();
    }
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(
            () -> {
              try (Connection connection = engine.connect("default", "wrong")) {
                text(connection, "SELECT 1");
              }
            })
        .isInstanceOf(SQLException.class);
  }

  @Test
  void answersSixteenThreadsAtOnce() throws Exception {
    try (Connection connection = engine.admin()) {
      run(
          connection,
          "CREATE TABLE busy (a UInt64) ENGINE = MergeTree ORDER BY a",
          "INSERT INTO busy SELECT number FROM numbers(100000)");
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        int of = thread;
        results.add(threads.submit(asking(of % 2 == 0)));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(25);
      }
    }
  }

  @Test
  void survivesConnectionsThatComeAndGo() throws Exception {
    for (int i = 0; i < 60; i++) {
      try (Connection connection = engine.admin()) {
        // What is temporary ends with the request: the engine replaces the native connection.
        run(connection, "CREATE TEMPORARY TABLE gone (a Int32)");
        assertThat(text(connection, "EXISTS TEMPORARY TABLE gone")).isEqualTo("0");
      }
    }
    assertThat(engine.engine().problem()).isEmpty();
  }

  private static Callable<Integer> asking(boolean asReader) {
    return () -> {
      int right = 0;
      try (Connection connection = asReader ? engine.reader() : engine.admin()) {
        for (int i = 0; i < 25; i++) {
          if (text(connection, "SELECT sum(a) FROM busy").equals("4999950000")) {
            right++;
          }
        }
      }
      return right;
    };
  }

  private static void awaitRunning(String part) throws Exception {
    await(part, true);
  }

  private static void awaitNotRunning(String part) throws Exception {
    await(part, false);
  }

  private static void await(String part, boolean wanted) throws Exception {
    String sql =
        "SELECT count() FROM system.processes WHERE position(query, '"
            + part
            + "') > 0 AND position(query, 'system.processes') = 0";
    try (Connection admin = engine.admin()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (wanted == text(admin, sql).equals("0")) {
        assertThat(System.nanoTime()).as("time to wait for " + part).isLessThan(end);
      }
    }
  }
}

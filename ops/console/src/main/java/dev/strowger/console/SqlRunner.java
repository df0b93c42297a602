package dev.strowger.console;

import dev.strowger.process.TlsFiles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks ClickHouse through JDBC. The limits are kept on this side (rows counted, the statement
 * cancelled when its time is up) and no setting is sent along, so that the user may be one who can
 * change no settings.
 */
final class SqlRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SqlRunner.class);
  private static final Pattern SERVER_ERROR =
      Pattern.compile("Code: (\\d+)\\. DB::Exception: .*", Pattern.DOTALL);

  /**
   * Unknown user, wrong password, authentication failed: a fault of the settings, not of the query.
   */
  private static final Set<String> NOT_LET_IN = Set.of("192", "193", "516");

  /** The text of one result may not become larger, whatever the number of rows. */
  static final int MAX_RESULT_CHARS = 32 << 20;

  private final ConsoleConfig.Sql config;
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sql-alarm").factory());

  SqlRunner(ConsoleConfig.Sql config) {
    this.config = config;
  }

  /**
   * Runs a query; {@code ?} in it stand for the parameters.
   *
   * @throws Refusal 400 if ClickHouse does not accept it, 503 if it cannot be reached, 504 if it
   *     takes too long
   */
  QueryResult run(String sql, String... parameters) {
    long start = System.nanoTime();
    AtomicBoolean late = new AtomicBoolean();
    try (Connection connection = DriverManager.getConnection(config.url(), credentials());
        PreparedStatement prepared =
            parameters.length == 0 ? null : connection.prepareStatement(sql);
        Statement statement = prepared == null ? connection.createStatement() : prepared) {
      ScheduledFuture<?> deadline =
          alarm.schedule(
              () -> cancel(statement, late), config.timeout().toMillis(), TimeUnit.MILLISECONDS);
      try (ResultSet rows = execute(statement, sql, parameters)) {
        QueryResult.Table table = read(rows, statement);
        if (late.get()) {
          throw timedOut();
        }
        return new QueryResult(table, Duration.ofNanos(System.nanoTime() - start));
      } finally {
        deadline.cancel(false);
      }
    } catch (SQLException | RuntimeException e) {
      throw late.get() ? timedOut() : explain(e);
    }
  }

  private static ResultSet execute(Statement statement, String sql, String... parameters)
      throws SQLException {
    if (!(statement instanceof PreparedStatement prepared)) {
      return statement.executeQuery(sql);
    }
    for (int i = 0; i < parameters.length; i++) {
      prepared.setString(i + 1, parameters[i]);
    }
    return prepared.executeQuery();
  }

  private QueryResult.Table read(ResultSet rows, Statement statement) throws SQLException {
    ResultSetMetaData shape = rows.getMetaData();
    List<QueryResult.Column> columns = new ArrayList<>();
    for (int i = 1; i <= shape.getColumnCount(); i++) {
      columns.add(new QueryResult.Column(shape.getColumnLabel(i), shape.getColumnTypeName(i)));
    }
    List<List<Object>> found = new ArrayList<>();
    long chars = 0;
    boolean cut = false;
    while (!cut && rows.next()) {
      List<Object> row = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        Object value = QueryResult.plain(rows, i);
        chars += value instanceof String text ? text.length() : 8;
        row.add(value);
      }
      cut = found.size() == config.maxRows() || chars > MAX_RESULT_CHARS;
      if (!cut) {
        found.add(row);
      }
    }
    if (cut) {
      stop(statement);
    }
    return new QueryResult.Table(columns, found, cut);
  }

  private static void cancel(Statement statement, AtomicBoolean late) {
    late.set(true);
    stop(statement);
  }

  private static void stop(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException | RuntimeException e) {
      // A user who may not kill queries: the server notices the closed connection instead.
      log.atDebug().setCause(e).log("a query was left instead of cancelled");
    }
  }

  private Properties credentials() {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    config.tls().ifPresent(files -> secure(properties, files));
    properties.setProperty("connection_timeout", "5000");
    // An operator sees a failure at once and asks again when it suits.
    properties.setProperty("retry", "0");
    // A safety net behind the alarm: the driver gives up a little later.
    properties.setProperty(
        "socket_timeout", Long.toString(config.timeout().plusSeconds(5).toMillis()));
    return properties;
  }

  /** The driver reads the files for each connection. */
  private static void secure(Properties properties, TlsFiles files) {
    files.trusted().ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    files
        .identity()
        .ifPresent(
            own -> {
              properties.setProperty("sslcert", own.certificate().toString());
              properties.setProperty("ssl_key", own.key().toString());
            });
  }

  private Refusal timedOut() {
    return Refusal.of(
        504, "query_timeout", "the query took longer than " + config.timeout().toSeconds() + " s");
  }

  private static Refusal explain(Exception failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher matcher = SERVER_ERROR.matcher(cause.getMessage() == null ? "" : cause.getMessage());
      if (matcher.find()) {
        return serverError(matcher.group(1), matcher.group().strip());
      }
    }
    log.atWarn().setCause(failure).log("ClickHouse could not be asked");
    return Refusal.of(
        503,
        "clickhouse_unavailable",
        "ClickHouse could not be asked: "
            + Arrays.stream(String.valueOf(failure.getMessage()).split("\n"))
                .findFirst()
                .orElse("no reason given"));
  }

  private static Refusal serverError(String code, String message) {
    return NOT_LET_IN.contains(code)
        ? Refusal.of(
            503,
            "clickhouse_" + code,
            "the console is not let in (see STROWGER_CLICKHOUSE_READER_USER and _PASSWORD): "
                + message)
        : Refusal.of(400, "clickhouse_" + code, message);
  }

  @Override
  public void close() {
    alarm.shutdownNow();
  }
}

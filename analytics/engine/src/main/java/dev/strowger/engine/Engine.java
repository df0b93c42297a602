package dev.strowger.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine in this process with its connections; every statement of the interface runs here. */
final class Engine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  /** Made at the start, so that a reader that comes before any table finds it empty. */
  static final String DATABASE = "strowger";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_READ = Duration.ofSeconds(60);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final Connection control;
  private final RunningQueries running;
  private final ConnectionPool admins;
  private final ConnectionPool readers;
  private final Sessions sessions;

  private Engine(
      Connection control,
      Supplier<Connection> admin,
      Supplier<Connection> reader,
      int connections,
      ScheduledExecutorService timer) {
    this.control = control;
    this.running = new RunningQueries(control, timer);
    this.admins = new ConnectionPool(admin, connections, LONGEST_WAIT);
    this.readers = new ConnectionPool(reader, connections, LONGEST_WAIT);
    this.sessions = new Sessions(admin);
  }

  /**
   * Opens the data and all connections.
   *
   * @param memoryBytes all queries together may take
   * @param connections for each of the two roles
   */
  static Engine open(
      ChdbLibrary library,
      Path data,
      long memoryBytes,
      int connections,
      ScheduledExecutorService timer) {
    List<String> place =
        List.of("--path=" + data.toAbsolutePath(), "--max_server_memory_usage=" + memoryBytes);
    List<String> readOnly =
        List.of(
            "--path=" + data.toAbsolutePath(),
            "--max_memory_usage=" + memoryBytes / 2,
            "--readonly=1");
    Connection control = Connection.open(library, place);
    control.run("CREATE DATABASE IF NOT EXISTS " + DATABASE);
    return new Engine(
        control,
        () -> Connection.open(library, place),
        () -> Connection.open(library, readOnly),
        connections,
        timer);
  }

  void kill(String queryId) {
    running.kill(queryId);
  }

  Summary insert(Role role, QueryRequest request, Statement.Insert insert) throws IOException {
    if (role == Role.READER) {
      throw refused();
    }
    String given = insert.format().isEmpty() ? request.surroundings().format() : insert.format();
    // An INSERT that names no format has values, whatever format the client wants answers in.
    String format = insert.format().isEmpty() && given.equals("TabSeparated") ? "Values" : given;
    return on(
        role,
        request,
        connection -> {
          Summary summary =
              connection.insert(
                  new Command(insert.head(), format, request.parameters()), insert.data());
          return new Done<>(summary, false);
        });
  }

  /** Runs a statement and hands its answer over as a whole. */
  void run(Role role, QueryRequest request, Statement.Plain plain, Connection.Answering answer)
      throws IOException {
    on(
        role,
        request,
        connection -> {
          check(connection.classify(plain.sql()), role);
          try (RunningQueries.Running query = begin(role, request)) {
            try {
              Summary summary = connection.run(command(request, query.tagged(plain.sql())), answer);
              return new Done<>(summary, plain.changesConnection());
            } catch (EngineException e) {
              throw timely(query, e);
            }
          }
        });
  }

  /** Runs a SELECT and hands its answer over in chunks. */
  void stream(
      Role role,
      QueryRequest request,
      Statement.Plain plain,
      AnswerStream.Opening answer,
      boolean rowBinaryWithHeader)
      throws IOException {
    on(
        role,
        request,
        connection -> {
          check(connection.classify(plain.sql()), role);
          try (RunningQueries.Running query = begin(role, request)) {
            try (AnswerStream stream =
                connection.stream(command(request, query.tagged(plain.sql())))) {
              stream.writeTo(answer, rowBinaryWithHeader);
            } catch (EngineException e) {
              throw timely(query, e);
            }
          }
          return new Done<>(Summary.NOTHING, false);
        });
  }

  /** What work on a connection yields, and whether it changed the connection. */
  private record Done<T>(T value, boolean changed) {}

  private interface Work<T> {
    Done<T> on(Connection connection) throws IOException;
  }

  private <T> T on(Role role, QueryRequest request, Work<T> work) throws IOException {
    if (role == Role.ADMIN && request.session().isPresent()) {
      Sessions.Session session = sessions.acquire(request.session().get());
      try {
        session.connection().use(request.surroundings().database());
        session.connection().set(request.settings());
        return work.on(session.connection()).value();
      } finally {
        sessions.release(session);
      }
    }
    ConnectionPool pool = role == Role.ADMIN ? admins : readers;
    // A reader's connection takes no settings: who may set one could lift the limits.
    Map<String, String> settings = role == Role.ADMIN ? request.settings() : Map.of();
    Connection connection = pool.take();
    boolean changed = true;
    try {
      connection.use(request.surroundings().database());
      connection.set(settings);
      Done<T> done = work.on(connection);
      changed = done.changed();
      return done.value();
    } catch (EngineException e) {
      changed = e.code() == EngineException.SYNTAX_ERROR;
      throw e;
    } finally {
      giveBack(pool, connection, settings, changed);
    }
  }

  private static void giveBack(
      ConnectionPool pool, Connection connection, Map<String, String> settings, boolean changed) {
    try {
      connection.reset(settings.keySet());
    } catch (EngineException e) {
      pool.replace(connection);
      return;
    }
    if (changed) {
      pool.replace(connection);
    } else {
      pool.give(connection);
    }
  }

  private RunningQueries.Running begin(Role role, QueryRequest request) {
    return running.begin(request.queryId(), role == Role.READER ? longestRead(request) : null);
  }

  private static Duration longestRead(QueryRequest request) {
    try {
      double seconds =
          Double.parseDouble(request.settings().getOrDefault("max_execution_time", "0"));
      long millis = (long) (seconds * 1000);
      return millis > 0 && millis < LONGEST_READ.toMillis()
          ? Duration.ofMillis(millis)
          : LONGEST_READ;
    } catch (NumberFormatException e) {
      return LONGEST_READ;
    }
  }

  private static void check(StatementKind kind, Role role) {
    switch (kind) {
      case SEVERAL ->
          throw EngineException.of(
              EngineException.SYNTAX_ERROR, "SYNTAX_ERROR", "Multi-statements are not allowed");
      case WRITE, CONTROL -> {
        if (role == Role.READER) {
          throw refused();
        }
      }
      // The engine itself says best what it does not understand.
      case READ, UNPARSED -> {}
    }
  }

  private static EngineException refused() {
    return EngineException.of(
        EngineException.READONLY, "READONLY", "Cannot execute query in readonly mode");
  }

  private static EngineException timely(RunningQueries.Running query, EngineException e) {
    return query.timedOut() && e.code() == EngineException.QUERY_WAS_CANCELLED
        ? EngineException.of(
            EngineException.TIMEOUT_EXCEEDED, "TIMEOUT_EXCEEDED", "Timeout exceeded")
        : e;
  }

  private static Command command(QueryRequest request, String sql) {
    return new Command(sql, request.surroundings().format(), request.parameters());
  }

  /** Ends what runs and closes every connection: the library aborts the process otherwise. */
  @Override
  public void close() {
    running.killAll();
    if (!admins.awaitIdle(STOP_GRACE) || !readers.awaitIdle(STOP_GRACE)) {
      log.atWarn().log("a query did not end in time");
    }
    sessions.close();
    readers.close();
    admins.close();
    control.close();
  }
}

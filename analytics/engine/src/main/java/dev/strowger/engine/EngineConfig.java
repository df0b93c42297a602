package dev.strowger.engine;

import dev.strowger.process.Settings;
import java.nio.file.Path;

/**
 * @param library path of libchdb.so
 * @param dataDirectory keeps the data; one engine at a time
 * @param port of the HTTP interface on loopback; 0 takes a free one
 * @param logFile takes the engine's output
 * @param credentials of the users {@code default} and {@code reader}
 * @param limits what it may use
 */
public record EngineConfig(
    Path library,
    Path dataDirectory,
    int port,
    Path logFile,
    Credentials credentials,
    Limits limits) {

  public static final int DEFAULT_PORT = 18123;

  /**
   * @param memoryBytes of all queries together; the process's own memory comes on top
   * @param connections for each of the two users: as many queries run at once
   */
  public record Limits(long memoryBytes, int connections) {
    public static final Limits DEFAULT = new Limits(2L << 30, 8);
  }

  /**
   * Reads {@code STROWGER_CHDB_LIBRARY}, {@code STROWGER_CLICKHOUSE_PORT}, {@code _MEMORY} and
   * {@code _CONNECTIONS}.
   *
   * @param directory the log and, in {@code data}, the data are put into
   */
  public static EngineConfig from(Settings settings, Path directory, Credentials credentials) {
    return new EngineConfig(
        settings.path("STROWGER_CHDB_LIBRARY", EngineLibrary.find(Path.of(""))),
        directory.resolve("data"),
        settings.integer("STROWGER_CLICKHOUSE_PORT", DEFAULT_PORT, 0, 65535),
        directory.resolve("engine.log"),
        credentials,
        new Limits(
            settings.bytes("STROWGER_CLICKHOUSE_MEMORY", Limits.DEFAULT.memoryBytes()),
            settings.integer(
                "STROWGER_CLICKHOUSE_CONNECTIONS", Limits.DEFAULT.connections(), 1, 64)));
  }
}

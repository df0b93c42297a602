package dev.strowger.engine;

import dev.strowger.process.ChildProcess;
import dev.strowger.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real ClickHouse engine on this machine, in a supervised child process. */
public final class ClickHouseEngine implements AutoCloseable {
  static final String LIBRARY = "STROWGER_ENGINE_LIBRARY";
  static final String DATA = "STROWGER_ENGINE_DATA";
  static final String PORT = "STROWGER_ENGINE_PORT";
  static final String CONNECTIONS = "STROWGER_ENGINE_CONNECTIONS";
  static final String MEMORY = "STROWGER_ENGINE_MEMORY";
  static final String ADMIN_PASSWORD = "STROWGER_ENGINE_ADMIN_PASSWORD";
  static final String READER_PASSWORD = "STROWGER_ENGINE_READER_PASSWORD";
  static final String PARENT = "STROWGER_ENGINE_PARENT";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(1);

  private final ChildProcess child;
  private final HttpClient pinger;
  private final int port;

  private ClickHouseEngine(ChildProcess child, HttpClient pinger, int port) {
    this.child = child;
    this.pinger = pinger;
    this.port = port;
  }

  /**
   * Starts the child and returns once it answers.
   *
   * @throws IOException if the library is missing or the child does not come up
   */
  public static ClickHouseEngine start(EngineConfig config)
      throws IOException, InterruptedException {
    if (!Files.isRegularFile(config.library())) {
      throw new IOException(
          "the ClickHouse engine's library is not at "
              + config.library()
              + "; the build fetches it, or name another by STROWGER_CHDB_LIBRARY");
    }
    int port = config.port() == 0 ? FreePort.find("127.0.0.1", new SecureRandom()) : config.port();
    HttpClient pinger = HttpClient.newBuilder().connectTimeout(PING_TIMEOUT).build();
    // The engine reads ./config.xml, so its working directory holds nothing.
    Path empty = config.dataDirectory().toAbsolutePath().resolve("run");
    try {
      ChildProcess child =
          ChildProcess.start(
              new ChildProcess.Spec(
                  "clickhouse-engine",
                  command(),
                  environment(config, port),
                  empty,
                  config.logFile().toAbsolutePath(),
                  () -> answers(pinger, port),
                  START_TIMEOUT));
      return new ClickHouseEngine(child, pinger, port);
    } catch (IOException | InterruptedException | RuntimeException e) {
      pinger.close();
      throw e;
    }
  }

  /** For clickhouse-jdbc, with the database that is there from the start. */
  public String url() {
    return "jdbc:ch://127.0.0.1:" + port + "/" + Engine.DATABASE;
  }

  public int port() {
    return port;
  }

  /** Empty when the child runs, else the reason. */
  public Optional<String> problem() {
    return child.problem();
  }

  /** The child's process id. */
  public long pid() {
    return child.pid();
  }

  @Override
  public void close() {
    child.close();
    pinger.close();
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx192m",
        "-Xss8m",
        "-Duser.timezone=UTC",
        EngineServer.class.getName());
  }

  private static Map<String, String> environment(EngineConfig config, int port) {
    return Map.ofEntries(
        Map.entry("CLASSPATH", System.getProperty("java.class.path")),
        Map.entry("TZ", "UTC"),
        Map.entry(LIBRARY, config.library().toAbsolutePath().toString()),
        Map.entry(DATA, config.dataDirectory().toAbsolutePath().toString()),
        Map.entry(PORT, Integer.toString(port)),
        Map.entry(CONNECTIONS, Integer.toString(config.limits().connections())),
        Map.entry(MEMORY, Long.toString(config.limits().memoryBytes())),
        // The environment of a process can be read by its own user only; arguments by everyone.
        Map.entry(ADMIN_PASSWORD, config.credentials().admin()),
        Map.entry(READER_PASSWORD, config.credentials().reader()),
        Map.entry(PARENT, Long.toString(ProcessHandle.current().pid())));
  }

  private static boolean answers(HttpClient client, int port) {
    try {
      HttpRequest ping =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ping"))
              .timeout(PING_TIMEOUT)
              .build();
      return client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

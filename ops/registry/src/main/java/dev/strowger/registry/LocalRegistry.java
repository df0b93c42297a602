package dev.strowger.registry;

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

/**
 * Apicurio Registry on loopback as a supervised child process, with Confluent's REST API. What was
 * registered stays, with its ids, over restarts and crashes.
 */
public final class LocalRegistry implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  /**
   * @param distribution Apicurio Registry unpacked: the directory of {@code quarkus-run.jar}
   * @param dataDirectory holds the database; created if missing
   * @param port of the REST API on 127.0.0.1; 0 takes a free one
   * @param logFile takes the registry's output
   */
  public record Config(Path distribution, Path dataDirectory, int port, Path logFile) {}

  private final ChildProcess child;
  private final URI url;

  private LocalRegistry(ChildProcess child, URI url) {
    this.child = child;
    this.url = url;
  }

  /**
   * Starts the registry and returns once it answers.
   *
   * @throws IOException if it cannot be started; the message says why or where to look
   */
  public static LocalRegistry start(Config config) throws IOException, InterruptedException {
    Path program = config.distribution().toAbsolutePath().resolve("quarkus-run.jar");
    if (!Files.exists(program)) {
      throw new IOException("Apicurio Registry is not unpacked: there is no " + program);
    }
    Path data = config.dataDirectory().toAbsolutePath();
    int port = config.port() == 0 ? FreePort.find(HOST, new SecureRandom()) : config.port();
    URI url = URI.create("http://" + HOST + ":" + port + "/apis/ccompat/v7");
    HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Spec(
                "schema-registry",
                command(program, data, port),
                Map.of(),
                data,
                config.logFile().toAbsolutePath(),
                () -> answers(http, url),
                START_TIMEOUT));
    return new LocalRegistry(child, url);
  }

  /** Base URL of Confluent's REST API. */
  public String url() {
    return url.toString();
  }

  /** Empty when it serves, else the reason. */
  public Optional<String> problem() {
    return child.problem();
  }

  /** Id of the process that runs now; another one after a crash. */
  public long pid() {
    return child.pid();
  }

  @Override
  public void close() {
    child.close();
  }

  private static List<String> command(Path program, Path data, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=" + HOST,
        "-Dquarkus.http.port=" + port,
        "-Dquarkus.management.host=" + HOST,
        "-Dquarkus.management.port=0",
        "-Dquarkus.http.access-log.enabled=false",
        "-Dquarkus.log.category.\"io.apicurio\".level=WARN",
        // No delay: an id given out is on the disk, or a crash would give it to another schema.
        "-Dapicurio.datasource.url=jdbc:h2:file:" + data.resolve("registry") + ";WRITE_DELAY=0",
        "-Dapicurio.datasource.jdbc.initial-size=1",
        "-Dapicurio.datasource.jdbc.min-size=1",
        "-Dapicurio.datasource.jdbc.max-size=8",
        "-Djava.io.tmpdir=" + data,
        "-jar",
        program.toString());
  }

  private static boolean answers(HttpClient http, URI url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/config")).timeout(PROBE_TIMEOUT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package dev.strowger.faults;

import dev.strowger.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The gateway under test: the distribution in a process and a data directory of its own. */
final class Gateway implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final List<String> PORTS =
      List.of("APPS", "CONSOLE", "CHANNEL", "KAFKA", "REGISTRY", "CLICKHOUSE");

  private final Path data;
  private final ChildProcess child;
  private final Properties endpoints = new Properties();
  private final long pid;

  private Gateway(Path data, ChildProcess child) throws IOException {
    this.data = data;
    this.child = child;
    this.pid = child.pid();
    // Ctrl-C ends this process, but not a child with a session of its own.
    Runtime.getRuntime().addShutdownHook(new Thread(child::close, "end-gateway"));
    try (InputStream in = Files.newInputStream(data.resolve("endpoints.properties"))) {
      endpoints.load(in);
    }
  }

  /**
   * Returns when it is ready.
   *
   * @param data is deleted when this is closed
   * @param manifests folder of providers.yaml, models.yaml and routes.yaml
   */
  static Gateway start(List<String> command, Path data, Path manifests)
      throws IOException, InterruptedException {
    Path ready = data.resolve("ready.txt");
    return new Gateway(
        data,
        ChildProcess.start(
            new ChildProcess.Spec(
                "gateway",
                command,
                environment(data, manifests),
                data,
                data.resolve("gateway.log"),
                () -> Files.exists(ready),
                LONGEST_START)));
  }

  /** What the child is told; nothing in it leads to a real provider. */
  static Map<String, String> environment(Path data, Path manifests) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STROWGER_DATA", data.toString());
    environment.put("STROWGER_MANIFESTS", manifests.toString());
    environment.put("STROWGER_PROVIDERS", manifests.resolve("providers.yaml").toString());
    environment.put("STROWGER_SIMULATE", "never");
    environment.put("STROWGER_SIMULATOR_PROVIDERS", "openai:0");
    environment.put("STROWGER_SIMULATOR_CONTROL_PORT", "0");
    for (String part : PORTS) {
      environment.put("STROWGER_" + part + "_PORT", "0");
    }
    for (Place place : Place.values()) {
      environment.put(place.keyEnv(), "key-of-" + place.provider());
    }
    return environment;
  }

  URI apps() {
    return URI.create(endpoints.getProperty("apps"));
  }

  String key() throws IOException {
    return Files.readString(data.resolve("demo.key")).strip();
  }

  Books books() throws IOException {
    return new Books(
        URI.create(endpoints.getProperty("console")),
        Files.readString(data.resolve("admin.token")).strip());
  }

  /** Empty if it is ready and still the process that was started, else what is wrong. */
  String problem() throws InterruptedException {
    if (child.pid() != pid || child.problem().isPresent()) {
      return "the gateway's process died";
    }
    HttpRequest request =
        HttpRequest.newBuilder(apps().resolve("/health/ready")).timeout(LONGEST_PROBE).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? "" : "not ready: " + Texts.cut(response.body());
    } catch (IOException e) {
      return "its health cannot be asked: " + e;
    }
  }

  @Override
  public void close() {
    child.close();
    // Of a gateway that did not end in time, children may still write for a moment.
    for (int tries = 0; tries < 20; tries++) {
      if (deleted()) {
        return;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    System.err.println(data + " could not be deleted; what was found is not touched by that.");
  }

  private boolean deleted() {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
      return true;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}

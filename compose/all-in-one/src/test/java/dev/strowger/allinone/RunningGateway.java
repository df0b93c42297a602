package dev.strowger.allinone;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The distribution in a process of its own, with free ports and a data directory of its own. */
final class RunningGateway implements AutoCloseable {
  /** Longer than the gateway's own, so that it can say what it waits for. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Of a request: then it is looked where it is, while it still is there. */
  private static final Duration WORRY = Duration.ofSeconds(40);

  private static final int MOST_WARNINGS = 8;
  private static final int LONGEST_WARNING = 240;

  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static @Nullable RunningGateway shared;

  private final Path data;
  private final Process process;
  private final Properties endpoints = new Properties();

  private RunningGateway(Path data, Process process) throws IOException {
    this.data = data;
    this.process = process;
    try (InputStream in = Files.newInputStream(data.resolve("endpoints.properties"))) {
      endpoints.load(in);
    }
  }

  /** One for all tests that do it no harm; stopped with the JVM of the tests. */
  static synchronized RunningGateway shared() throws Exception {
    RunningGateway running = shared;
    if (running == null) {
      running = start(Files.createTempDirectory("strowger-e2e"), Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      shared = running;
    }
    return running;
  }

  static RunningGateway start(Path data, Map<String, String> settings) throws Exception {
    Path ready = data.resolve("ready.txt");
    Files.deleteIfExists(ready);
    Files.createDirectories(data.resolve("logs"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback-one-machine.xml",
                "-cp",
                ROOT.resolve("compose/all-in-one/target/strowger/lib") + "/*",
                "dev.strowger.allinone.AllInOne"));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(k -> k.startsWith("STROWGER_") || k.endsWith("_API_KEY"));
    environment.put("STROWGER_HOME", ROOT.toString());
    environment.put("STROWGER_DATA", data.toString());
    for (String port : List.of("APPS", "CONSOLE", "KAFKA", "REGISTRY", "CLICKHOUSE", "CHANNEL")) {
      environment.put("STROWGER_" + port + "_PORT", "0");
    }
    environment.putAll(settings);
    builder.redirectErrorStream(true).redirectOutput(data.resolve("logs/out.log").toFile());
    Process process = builder.start();
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!Files.exists(ready)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String output = Files.readString(data.resolve("logs/out.log"));
        process.destroyForcibly();
        // On one line: reports of failed tests show no more than the first.
        throw new IllegalStateException("not started: " + output.replace("\n", " | "));
      }
      Thread.sleep(100);
    }
    return new RunningGateway(data, process);
  }

  Path data() {
    return data;
  }

  /** e.g. {@code apps}, {@code console}, {@code kafka}, {@code simulator.anthropic}. */
  String endpoint(String name) {
    String value = endpoints.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is none of " + endpoints.stringPropertyNames());
    }
    return value;
  }

  String key() throws IOException {
    return Files.readString(data.resolve("demo.key")).strip();
  }

  String adminToken() throws IOException {
    return Files.readString(data.resolve("admin.token")).strip();
  }

  /** A POST to the apps' door. */
  HttpResponse<String> chat(String body) throws Exception {
    return send(chatRequest(body).build());
  }

  /** One that takes very long says where it was, should it fail. */
  private HttpResponse<String> send(HttpRequest request) throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(WORRY.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      String where = new Whereabouts(this, process.pid()).told();
      try {
        return answer.get();
      } catch (ExecutionException lost) {
        throw new IllegalStateException(
            lost.getCause() + "; after " + WORRY + ": " + where, lost.getCause());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException broken ? broken : e;
    }
  }

  /** The last ones in the log, cut, so that the report of a failed test can show them. */
  List<String> warnings() throws IOException {
    List<String> lines =
        Files.readAllLines(data.resolve("logs/strowger.log")).stream()
            .filter(line -> line.contains("Z WARN ") || line.contains("Z ERROR "))
            .map(line -> line.substring(0, Math.min(LONGEST_WARNING, line.length())))
            .toList();
    return lines.subList(Math.max(0, lines.size() - MOST_WARNINGS), lines.size());
  }

  /** Lets the whole process stand still. */
  void stall(Duration length) throws Exception {
    signal("STOP");
    Thread.sleep(length);
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    Command.run(Path.of("."), Map.of(), List.of("kill", "-" + name, pid)).succeeded();
  }

  /** As Prometheus reads them. */
  String metrics() throws Exception {
    URI metrics = URI.create(endpoint("apps")).resolve("/metrics");
    return HTTP.send(
            HttpRequest.newBuilder(metrics).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The same with a key other than the demo key. */
  HttpResponse<String> chat(String body, String key) throws Exception {
    HttpRequest request = chatRequest(body).setHeader("authorization", "Bearer " + key).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /**
   * @param path behind /v1, e.g. {@code /embeddings}
   * @param headers names and values in turn
   */
  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request = request(path, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest.Builder chatRequest(String body) throws IOException {
    return request("/chat/completions", body);
  }

  private HttpRequest.Builder request(String path, String body) throws IOException {
    return HttpRequest.newBuilder(URI.create(endpoint("apps") + path))
        .timeout(TIMEOUT)
        .header("authorization", "Bearer " + key())
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** A call of the operators' door. */
  HttpResponse<String> admin(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint("console") + path))
            .timeout(TIMEOUT)
            .header("authorization", "Bearer " + adminToken())
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Sets what a simulated provider does. */
  void simulate(String provider, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint("simulator.control") + "/_control/" + provider))
            .header("content-type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  /**
   * What simulated providers tell of themselves.
   *
   * @param path e.g. {@code openai/stats}
   */
  String simulation(String path) throws Exception {
    URI control = URI.create(endpoint("simulator.control") + "/_control/" + path);
    return HTTP.send(
            HttpRequest.newBuilder(control).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

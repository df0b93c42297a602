package dev.strowger.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.process.Probes;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A console on a free port, and a client that knows its token. */
final class TestConsole implements AutoCloseable {
  static final String TOKEN = "token-of-the-test";

  private final Probes probes = new Probes();
  private final Console console;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  /** A status and a JSON body. */
  record Answer(int status, JsonNode body) {}

  private TestConsole(ConsoleConfig config) throws Exception {
    this.console = Console.start(config, probes, Clock.systemUTC());
  }

  /**
   * @param directory of the manifests, and of {@code demo.key}
   */
  static TestConsole start(KafkaAccess kafka, Path directory, String... simulated)
      throws Exception {
    return new TestConsole(
        new ConsoleConfig(
            kafka,
            new ConsoleConfig.Listen(
                "127.0.0.1", 0, Set.of(), directory.resolve("admin.token"), Optional.of(TOKEN)),
            new ConsoleConfig.Sql(
                "jdbc:clickhouse://127.0.0.1:1/strowger",
                "reader",
                "",
                directory,
                Duration.ofSeconds(5),
                10),
            new ConsoleConfig.Manifests(directory, Duration.ofMillis(50), Set.of(simulated), ""),
            Optional.of(directory.resolve("demo.key")),
            1 << 20,
            dev.strowger.sealing.SealingConfig.OFF,
            new ConsoleConfig.Trail("strowger-router", List.of())));
  }

  int port() {
    return console.port();
  }

  Answer get(String path) throws Exception {
    return send(request(path).GET());
  }

  Answer delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  Answer post(String path, Map<String, ?> body) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(bytes(body))));
  }

  Answer put(String path, Map<String, ?> body) throws Exception {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes(body))));
  }

  Answer patch(String path, Map<String, ?> body) throws Exception {
    return send(request(path).method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes(body))));
  }

  /** Calls with another key than the admin token. */
  Caller as(String key) {
    return new Caller(key);
  }

  /** Somebody with a key of his own. */
  final class Caller {
    private final String key;

    Caller(String key) {
      this.key = key;
    }

    Answer get(String path) throws Exception {
      return send(request(path, key).GET());
    }

    Answer post(String path, Map<String, ?> body) throws Exception {
      return send(request(path, key).POST(HttpRequest.BodyPublishers.ofByteArray(bytes(body))));
    }
  }

  HttpRequest.Builder request(String path) {
    return request(path, TOKEN);
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .header("authorization", "Bearer " + key)
        .timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> raw(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = raw(request.build());
    return new Answer(response.statusCode(), json.readTree(response.body()));
  }

  private byte[] bytes(Map<String, ?> body) throws IOException {
    return json.writeValueAsBytes(body);
  }

  @Override
  public void close() {
    http.close();
    console.close();
    probes.close();
  }
}

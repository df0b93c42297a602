package dev.strowger.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** An application that calls the gateway, and notes exactly what it gets. */
final class Client implements AutoCloseable {
  /** Longer than any fault may take. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int PIECE = 16 << 10;
  private static final int MOST_BYTES = 64 << 20;

  private final URI endpoint;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * @param endpoint with {@code /v1}
   */
  Client(URI endpoint, String key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  Reply ask(Api api, String model, boolean stream) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + api.path()))
            .timeout(PATIENCE)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(api.request(model, stream)))
            .build();
    long start = System.nanoTime();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      return read(api, response, start);
    } catch (IOException e) {
      return reply(api, 0, Map.of(), "", problem(e), start);
    }
  }

  private static Reply read(Api api, HttpResponse<InputStream> response, long start) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String broken = "";
    try (InputStream in = response.body()) {
      byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        body.write(piece, 0, n);
        if (body.size() > MOST_BYTES) {
          throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
        }
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IOException("the answer has no end");
        }
      }
    } catch (IOException e) {
      broken = problem(e);
    }
    return reply(
        api, response.statusCode(), headers, body.toString(StandardCharsets.UTF_8), broken, start);
  }

  private static Reply reply(
      Api api, int status, Map<String, String> headers, String body, String broken, long start) {
    long end = System.nanoTime();
    return new Reply(api, status, headers, body, broken, Duration.ofNanos(end - start), end);
  }

  private static String problem(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

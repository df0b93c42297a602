package dev.strowger.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** What the gateway's operators see of a request, which takes some seconds to get there. */
final class Books implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI console;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Books(URI console, String token) {
    this.console = console;
    this.token = token;
  }

  /**
   * The story of a request: {@code request}, {@code decision}, {@code attempts}.
   *
   * @param known when enough of it is there
   * @return what is there when the time is up, which may be nothing
   */
  JsonNode request(String id, Duration wait, Predicate<JsonNode> known)
      throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    JsonNode story = JSON.missingNode();
    while (System.nanoTime() < end) {
      story = get("/admin/requests/" + id);
      if (known.test(story)) {
        break;
      }
      Thread.sleep(BETWEEN);
    }
    return story;
  }

  private JsonNode get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(console + path))
            .timeout(TIMEOUT)
            .header("authorization", "Bearer " + token)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? JSON.readTree(response.body()) : JSON.missingNode();
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A client of simulated providers. */
final class Caller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client;

  Caller(HttpClient.Version version) {
    this.client = HttpClient.newBuilder().version(version).build();
  }

  HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
    return client.send(request(url, body), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode postJson(String url, String body) throws IOException, InterruptedException {
    return Json.MAPPER.readTree(post(url, body).body());
  }

  JsonNode get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    return Json.MAPPER.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  HttpResponse<String> put(String url, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  static HttpRequest request(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(PATIENCE)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** The JSON of each data line of a stream of server-sent events, without the final [DONE]. */
  static List<JsonNode> events(String sse) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : sse.split("\n", -1)) {
      if (line.startsWith("data: ") && !line.equals("data: [DONE]")) {
        events.add(Json.MAPPER.readTree(line.substring(6)));
      }
    }
    return events;
  }

  /** Waits for something another thread brings about. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

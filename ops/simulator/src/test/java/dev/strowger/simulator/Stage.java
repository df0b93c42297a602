package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * One simulated provider at a fixed time. Each call is the first of its seed, so that its id is
 * known and whole answers can be compared.
 */
final class Stage implements AutoCloseable {
  /** Of every answer. */
  static final String ID = "sim000000000000";

  /** 1700000000 seconds. */
  static final Instant NOW = Instant.parse("2023-11-14T22:13:20Z");

  /** A schema whose only value is {@code {"n":7}}. */
  static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"n\":{\"const\":7}},\"required\":[\"n\"]}";

  private static final String SOUND =
      "{\"seed\":1,\"error_rate\":0,\"error_status\":500,\"retry_after_s\":0,\"filter_rate\":0,"
          + "\"stream_error_rate\":0,\"reset_rate\":0,\"cut_rate\":0,\"garbage_rate\":0}";

  private final Simulator simulator;
  private final Caller caller = new Caller(HttpClient.Version.HTTP_1_1);
  private final String provider;

  Stage(String provider) {
    SimulatorConfig all = SimulatorConfig.onFreePorts();
    SimulatorConfig one =
        new SimulatorConfig(
            all.lines().stream().filter(line -> line.name().equals(provider)).toList(),
            0,
            all.pace(),
            1,
            1);
    this.simulator = Simulator.start(one, Clock.fixed(NOW, ZoneOffset.UTC));
    this.provider = provider;
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return under(SOUND, path, body);
  }

  /** A call while the provider behaves like this. */
  HttpResponse<String> under(String behaviour, String path, String body)
      throws IOException, InterruptedException {
    behave(behaviour);
    return caller.post(simulator.url(provider) + path, body);
  }

  void behave(String behaviour) throws IOException, InterruptedException {
    caller.put(simulator.controlUrl() + "/_control", SOUND);
    caller.put(simulator.controlUrl() + "/_control", behaviour);
  }

  JsonNode json(String path, String body) throws IOException, InterruptedException {
    return read(post(path, body).body());
  }

  HttpResponse<byte[]> bytes(String path, String body) throws IOException, InterruptedException {
    return caller
        .client()
        .send(
            Caller.request(simulator.url(provider) + path, body),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return caller.get(simulator.url(provider) + path);
  }

  long stat(String name) {
    return simulator.stats(provider).getOrDefault(name, 0L);
  }

  String baseUrl() {
    return String.valueOf(simulator.baseUrls().get(provider));
  }

  static JsonNode read(String json) throws IOException {
    return Json.MAPPER.readTree(json);
  }

  /** The lines of a stream that say something. */
  static List<String> lines(String stream) {
    return stream.lines().filter(line -> !line.isEmpty()).toList();
  }

  @Override
  public void close() {
    caller.close();
    simulator.close();
  }
}

package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbeServerTest {
  private final Probes probes = new Probes();
  private final HttpClient client = HttpClient.newHttpClient();
  private ProbeServer server;

  @BeforeEach
  void start() throws IOException {
    server = ProbeServer.start(new ProbeServer.Address("127.0.0.1", 0), probes);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    probes.close();
  }

  @Test
  void livesWhateverTheChecksSay() throws Exception {
    probes.health().check("log", () -> Optional.of("away"));

    HttpResponse<String> answer = get("/health/live");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"live\"}");
  }

  @Test
  void isReadyWhenAllChecksAreWell() throws Exception {
    probes.health().check("log", Optional::empty);

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void namesEachFailingCheckWithItsReason() throws Exception {
    probes.health().check("log", () -> Optional.of("the \"broker\" is\naway \\ käputt"));
    probes.health().check("policy", () -> Optional.of("none"));
    probes.health().check("topology", Optional::empty);

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"not ready\",\"problems\":{"
                + "\"log\":\"the \\\"broker\\\" is\\u000aaway \\\\ käputt\","
                + "\"policy\":\"none\"}}");
  }

  @Test
  void givesMetricsInPrometheusFormat() throws Exception {
    probes.meters().counter("strowger.tests").increment(3);

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).contains("strowger_tests_total 3.0").contains("jvm_memory");
  }

  @Test
  void answersNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/health/liver").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    assertThat(send("POST", "/metrics").headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    probes.health().check("log", () -> Optional.of("away"));

    HttpResponse<String> answer = send("HEAD", "/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void leavesItsPortWhenClosed() {
    server.close();

    assertThatThrownBy(() -> get("/health/live")).isInstanceOf(ConnectException.class);
  }

  @Test
  void saysWhichPortIsTaken() {
    int taken = server.port();

    assertThatThrownBy(() -> ProbeServer.start(new ProbeServer.Address("127.0.0.1", taken), probes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() {
    assertThat(ProbeServer.Address.from(new Settings(Map.of()), 8091))
        .isEqualTo(new ProbeServer.Address("127.0.0.1", 8091));
    assertThat(
            ProbeServer.Address.from(
                new Settings(
                    Map.of("STROWGER_PROBES_HOST", "0.0.0.0", "STROWGER_PROBES_PORT", "9000")),
                8091))
        .isEqualTo(new ProbeServer.Address("0.0.0.0", 9000));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}

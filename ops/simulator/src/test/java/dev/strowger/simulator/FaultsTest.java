package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Write 200 words\"}]}";
  private static final String STREAM = ASK.replace("{\"model\"", "{\"stream\":true,\"model\"");

  private Simulator simulator;
  private Caller caller;
  private String url;
  private String control;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
    url = simulator.url("openai") + "/v1/chat/completions";
    control = simulator.controlUrl() + "/_control/openai";
  }

  @AfterEach
  void stop() {
    caller.close();
    simulator.close();
  }

  @Test
  void theSameSeedGivesTheSameFates() throws Exception {
    caller.put(control, "{\"error_rate\":0.4,\"error_status\":503,\"seed\":7}");
    List<Integer> first = statuses(40);
    caller.put(control, "{\"seed\":7}");
    List<Integer> again = statuses(40);
    caller.put(control, "{\"seed\":8}");
    List<Integer> other = statuses(40);

    assertThat(again).isEqualTo(first).isNotEqualTo(other).contains(200, 503);
    assertThat(first.stream().filter(status -> status == 503).count()).isBetween(8L, 24L);
  }

  private long stat(String name) {
    return simulator.stats("openai").getOrDefault(name, -1L);
  }

  private List<Integer> statuses(int calls) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      statuses.add(caller.post(url, ASK).statusCode());
    }
    return statuses;
  }

  @Test
  void errorsCarryRetryAfterAndTheProvidersOwnObject() throws Exception {
    caller.put(control, "{\"error_rate\":1,\"error_status\":429,\"retry_after_s\":3}");

    HttpResponse<String> refused = caller.post(url, ASK);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).contains("3");
    assertThat(Json.MAPPER.readTree(refused.body()).at("/error/code").asText())
        .isEqualTo("rate_limit_exceeded");
    assertThat(simulator.stats("openai")).containsEntry("errors", 1L);
  }

  @Test
  void aResetIsAnIoErrorBeforeAnyAnswer() throws Exception {
    caller.put(control, "{\"reset_rate\":1}");

    assertThatThrownBy(() -> caller.post(url, ASK)).isInstanceOf(IOException.class);
    assertThat(stat("resets")).isPositive();
    assertThat(simulator.stats("openai")).containsEntry("cancelled_by_client", 0L);
  }

  @Test
  void aResetIsOneOnTheWire() throws Exception {
    caller.put(control, "{\"reset_rate\":1}");
    URI address = URI.create(url);

    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ";
      String call = head + ASK.length() + "\r\n\r\n" + ASK;
      socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aCutStreamSendsItsTokensAndThenBreaks() throws Exception {
    caller.put(control, "{\"cut_rate\":1,\"cut_after_tokens\":4}");

    StringBuilder got = new StringBuilder();
    HttpResponse<InputStream> response =
        caller
            .client()
            .send(Caller.request(url, STREAM), HttpResponse.BodyHandlers.ofInputStream());
    assertThatThrownBy(() -> readInto(response.body(), got)).isInstanceOf(IOException.class);

    List<JsonNode> events = Caller.events(got.toString());
    assertThat(events).hasSize(5);
    assertThat(got.toString()).doesNotContain("[DONE]").doesNotContain("stop");
    assertThatThrownBy(() -> caller.post(url, ASK)).isInstanceOf(IOException.class);
  }

  private static void readInto(InputStream in, StringBuilder got) throws IOException {
    byte[] buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      got.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
    }
  }

  @Test
  void garbageIsStatus200AndNoAnswer() throws Exception {
    caller.put(control, "{\"garbage_rate\":1}");

    HttpResponse<String> garbage = caller.post(url, ASK);

    assertThat(garbage.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> Json.MAPPER.readTree(garbage.body())).isInstanceOf(IOException.class);
  }

  @Test
  void aClientThatGoesAwayIsCounted() throws Exception {
    caller.put(control, "{\"hang_rate\":1}");
    CompletableFuture<?> waiting =
        caller.client().sendAsync(Caller.request(url, ASK), HttpResponse.BodyHandlers.ofString());
    Caller.await(() -> stat("concurrent") == 1);

    waiting.cancel(true);

    Caller.await(() -> stat("cancelled_by_client") == 1);
    assertThat(simulator.stats("openai")).containsEntry("concurrent", 0L);
  }

  @Test
  void aClientThatLeavesAStreamIsCountedAndStopsIt() throws Exception {
    caller.put(control, "{\"tokens_per_second\":20}");
    HttpResponse<InputStream> response =
        caller
            .client()
            .send(Caller.request(url, STREAM), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.body().read()).isEqualTo('d');

    response.body().close();

    Caller.await(() -> stat("cancelled_by_client") == 1);
    assertThat(stat("tokens")).isLessThan(200);
  }

  @Test
  void anH2ClientThatResetsItsStreamIsCounted() throws Exception {
    caller.put(control, "{\"hang_rate\":1}");
    try (Caller h2 = new Caller(HttpClient.Version.HTTP_2)) {
      CompletableFuture<?> waiting =
          h2.client().sendAsync(Caller.request(url, ASK), HttpResponse.BodyHandlers.ofString());
      Caller.await(() -> stat("concurrent") == 1);

      waiting.cancel(true);

      Caller.await(() -> stat("cancelled_by_client") == 1);
    }
  }

  @Test
  void aStreamComesAtItsPace() throws Exception {
    caller.put(control, "{\"ttft_ms\":80,\"tokens_per_second\":500}");
    long start = System.nanoTime();

    HttpResponse<InputStream> response =
        caller
            .client()
            .send(Caller.request(url, STREAM), HttpResponse.BodyHandlers.ofInputStream());
    long first = System.nanoTime() - start;
    StringBuilder got = new StringBuilder();
    readInto(response.body(), got);
    long all = System.nanoTime() - start;

    assertThat(Duration.ofNanos(first)).isGreaterThanOrEqualTo(Duration.ofMillis(79));
    assertThat(Duration.ofNanos(all - first)).isGreaterThan(Duration.ofMillis(300));
    assertThat(got.toString()).endsWith("[DONE]\n\n");
  }

  @Test
  void aDownProviderRefusesConnectionsUntilItIsUpAgain() throws Exception {
    caller.put(control, "{\"hang_rate\":1}");
    CompletableFuture<HttpResponse<String>> open =
        caller.client().sendAsync(Caller.request(url, ASK), HttpResponse.BodyHandlers.ofString());
    Caller.await(() -> stat("concurrent") == 1);

    caller.put(control, "{\"down\":true}");

    assertThatThrownBy(open::join).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> caller.post(url, ASK)).isInstanceOf(ConnectException.class);
    assertThat(caller.get(control).path("down").asBoolean()).isTrue();
    assertThat(simulator.stats("openai")).containsEntry("dropped", 1L);
    caller.put(control, "{\"down\":false,\"hang_rate\":0}");
    assertThat(caller.post(url, ASK).statusCode()).isEqualTo(200);
  }
}

package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that is sent again costs one call of a provider. */
class IdempotencyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "Idempotency-Key";
  private static final String SYNC = body(false, "20 words");

  /** Some seconds at the simulator's pace. */
  private static final String STREAM = body(true, "200 tokens");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir static Path data;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway =
        RunningGateway.start(
            data,
            Map.of(
                "STROWGER_SIMULATOR_TTFT", "20ms", "STROWGER_SIMULATOR_TOKENS_PER_SECOND", "100"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void theSameKeyTwiceIsOneCallAndOneAnswer() throws Exception {
    for (String body : List.of(SYNC, STREAM)) {
      String key = "twice-" + body.length();
      HttpResponse<String> first = gateway.post("/chat/completions", body, KEY, key);
      assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
      long calls = calls();
      HttpResponse<String> again = gateway.post("/chat/completions", body, KEY, key);

      assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(calls()).isEqualTo(calls);
      assertThat(header(first, "idempotent-replayed")).isEmpty();
      assertThat(header(again, "idempotent-replayed")).isEqualTo("true");
      for (String name : List.of("x-strowger-model", "x-strowger-provider", "x-strowger-route")) {
        assertThat(header(again, name)).isNotEmpty().isEqualTo(header(first, name));
      }
      assertThat(header(again, "x-strowger-simulated")).isEqualTo("true");
      assertThat(header(again, "content-type")).isEqualTo(header(first, "content-type"));
    }
  }

  @Test
  void aClientWhoseConnectionBrokeGetsTheWholeAnswerOfItsOneCall() throws Exception {
    long before = calls();
    String id = beginAndBreakOff(STREAM, "broken");

    HttpResponse<String> again = gateway.post("/chat/completions", STREAM, KEY, "broken");

    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(header(again, "idempotent-replayed")).isEqualTo("true");
    assertThat(again.body()).endsWith("data: [DONE]\n\n");
    Streamed whole = Streamed.of(again.body());
    assertThat(whole.finish()).isNotEmpty();
    assertThat(whole.text()).isNotEmpty();
    assertThat(calls()).isEqualTo(before + 1);
    assertThat(terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    Terminal repeated = terminal(header(again, "x-request-id"));
    assertThat(repeated.getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(repeated.getFailure()).isEqualTo("repeat");
    assertThat(repeated.getCostMicros()).isZero();
  }

  @Test
  void twoAtTheSameTimeAreOneCall() throws Exception {
    long before = calls();
    HttpRequest request = gateway.chatRequest(STREAM).header(KEY, "at-once").build();
    List<CompletableFuture<HttpResponse<String>>> sent =
        List.of(
            HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()),
            HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    HttpResponse<String> one = sent.get(0).get();
    HttpResponse<String> other = sent.get(1).get();

    assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(one.body());
    assertThat(calls()).isEqualTo(before + 1);
    assertThat(header(one, "idempotent-replayed") + header(other, "idempotent-replayed"))
        .as("one of them")
        .isEqualTo("true");
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() throws Exception {
    assertThat(gateway.post("/chat/completions", SYNC, KEY, "reused").statusCode()).isEqualTo(200);
    long calls = calls();

    HttpResponse<String> other =
        gateway.post("/chat/completions", body(false, "30 words"), KEY, "reused");

    assertThat(other.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(other.body()).path("error");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("code").asText()).isEqualTo("idempotency_key_reused");
    assertThat(calls()).isEqualTo(calls);
  }

  @Test
  void everyApiTakesAKey() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "/completions", "{\"model\":\"openai/gpt-4o-mini\",\"max_tokens\":8,\"prompt\":\"Hi\"}",
            "/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"Hi\"}",
            "/responses", "{\"model\":\"openai/gpt-4o-mini\",\"input\":\"Hi\",\"stream\":true}",
            "/messages", SYNC);
    for (Map.Entry<String, String> call : bodies.entrySet()) {
      HttpResponse<String> first = gateway.post(call.getKey(), call.getValue(), KEY, "api");
      long calls = calls();
      HttpResponse<String> again = gateway.post(call.getKey(), call.getValue(), KEY, "api");

      assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
      assertThat(again.body()).as(call.getKey()).isEqualTo(first.body());
      assertThat(header(again, "idempotent-replayed")).isEqualTo("true");
      assertThat(calls()).as(call.getKey()).isEqualTo(calls);
    }
  }

  /** The id of the request whose client left after its first token. */
  private static String beginAndBreakOff(String body, String key) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<InputStream> response =
          http.send(
              gateway.chatRequest(body).header(KEY, key).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).startsWith("data: ");
      }
      http.shutdownNow();
      return response.headers().firstValue("x-request-id").orElseThrow();
    }
  }

  private static Terminal terminal(String requestId) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      for (EventRecord event : Log.read(gateway, Topics.EVENTS)) {
        if (event.getRequestId().equals(requestId) && event.getDetail() instanceof Terminal t) {
          return t;
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no end of " + requestId);
  }

  /** Of all simulated providers. */
  private static long calls() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(gateway.endpoint("simulator.control") + "/_control/stats"))
            .build();
    long calls = 0;
    for (JsonNode provider :
        JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
      calls += provider.path("requests").asLong();
    }
    return calls;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String body(boolean stream, String length) {
    return "{\"model\":\"openai/gpt-4o-mini\",\"max_tokens\":300,\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me of exchanges in "
        + length
        + "\"}]}";
  }
}

package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets a clear OpenAI error, nothing hangs, and the next good request is served. */
class BadInputIT {
  private static final String GOOD =
      "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir static Path data;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.start(data, Map.of("STROWGER_REQUEST_READ_TIMEOUT", "2s"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void theNextGoodRequestIsServed() throws Exception {
    assertThat(gateway.chat(GOOD).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"model":"gpt-4o-mini","messages":[  | 400 |          | JSON
          not json                             | 400 |          | JSON
          []                                   | 400 |          | object
          {"messages":[{"role":"user","content":"x"}]} | 400 | model | model
          {"model":"gpt-4o-mini"}              | 400 | messages | messages
          {"model":"gpt-4o-mini","n":-1,"messages":[{"role":"user","content":"x"}]} | 400 | n | n
          {"model":"nope","messages":[{"role":"user","content":"x"}]} | 404 |       | gpt-4o-mini
          """)
  void isRefusedWithAReason(String body, int status, @Nullable String param, String says)
      throws Exception {
    assertError(gateway.chat(body), status, param, says);
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    String body =
        GOOD.substring(0, GOOD.length() - 1)
            + ",\"deep\":"
            + "[".repeat(50_000)
            + "]".repeat(50_000)
            + "}";

    assertError(gateway.chat(body), 400, null, "nest");
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    String body = GOOD.replace("Hi", "x".repeat(40 << 20));

    assertError(gateway.chat(body), 413, null, "32");
  }

  @Test
  void anotherContentTypeIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.endpoint("apps") + "/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .header("authorization", "Bearer " + gateway.key())
            .header("content-type", "text/xml")
            .POST(HttpRequest.BodyPublishers.ofString("<model/>"))
            .build();

    assertError(
        HTTP.send(request, HttpResponse.BodyHandlers.ofString()), 415, null, "application/json");
  }

  @Test
  void anUnknownKeyIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.endpoint("apps") + "/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .header("authorization", "Bearer sk-strowger-nobody")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(GOOD))
            .build();

    assertError(HTTP.send(request, HttpResponse.BodyHandlers.ofString()), 401, null, "key");
  }

  @Test
  void aSlowLorisIsCutOff() throws Exception {
    URI apps = URI.create(gateway.endpoint("apps"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), apps.getPort())) {
      socket.setSoTimeout(15_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                  + gateway.key()
                  + "\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      long began = System.nanoTime();

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(answer).startsWith("HTTP/1.1 408").contains("\"error\"");
    }
  }

  private static void assertError(
      HttpResponse<String> response, int status, @Nullable String param, String says)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode error = new ObjectMapper().readTree(response.body()).path("error");
    assertThat(error.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.path("message").asText()).containsIgnoringCase(says);
    if (param != null) {
      assertThat(error.path("param").asText()).isEqualTo(param);
    }
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
  }
}

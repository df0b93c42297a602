package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door lets in, what it keeps out, and how it says so. */
class DoorIT {
  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static TestConsole console;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    TestManifests.write(directory, TestManifests.sound("door"));
    Files.writeString(directory.resolve("one.sql"), "-- The number one\nSELECT 1");
    console =
        TestConsole.start(
            KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry()), directory);
  }

  @AfterAll
  static void stop() {
    console.close();
    broker.close();
  }

  @Test
  void nothingBehindAdminIsAnsweredWithoutTheToken() throws Exception {
    for (String path : new String[] {"/admin/status", "/admin/sql", "/admin/none"}) {
      HttpResponse<String> response = console.raw(HttpRequest.newBuilder(url(path)).build());

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("www-authenticate")).isPresent();
      assertThat(response.body())
          .contains("\"code\":\"invalid_admin_token\"", "\"type\":\"authentication_error\"");
    }
  }

  @Test
  void healthMetricsAndThePageNeedNoToken() throws Exception {
    for (String path : new String[] {"/health/live", "/health/ready", "/metrics", "/"}) {
      assertThat(console.raw(HttpRequest.newBuilder(url(path)).build()).statusCode())
          .as(path)
          .isEqualTo(200);
    }
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    for (String path : new String[] {"/", "/admin/status", "/none"}) {
      var headers = console.raw(console.request(path).build()).headers();

      assertThat(headers.firstValue("content-security-policy").orElse(""))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
      assertThat(headers.firstValue("x-frame-options")).contains("DENY");
      assertThat(headers.firstValue("referrer-policy")).contains("no-referrer");
      assertThat(headers.firstValue("cache-control")).contains("no-store");
    }
  }

  @Test
  void aHostOfSomebodyElseIsTurnedAway() throws Exception {
    assertThat(overSocket("Host: evil.example:8090\r\n")).startsWith("HTTP/1.1 421");
    assertThat(overSocket("Host: localhost\r\n")).startsWith("HTTP/1.1 200");
    assertThat(overSocket("Host: [::1]:8090\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    TestConsole.Answer answer =
        console.post("/admin/sql", Map.of("query", "x".repeat(Door.MAX_BODY_BYTES)));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body().at("/error/code").textValue()).isEqualTo("body_too_large");
  }

  @Test
  void badCallsAreExplained() throws Exception {
    TestConsole.Answer noJson =
        new TestConsole.Answer(0, console.post("/admin/sql", Map.of()).body());
    assertThat(noJson.body().at("/error/message").textValue()).contains("\"query\"");
    HttpResponse<String> broken =
        console.raw(
            console
                .request("/admin/sql")
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\": "))
                .build());
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.body()).contains("invalid_json");
    TestConsole.Answer number = console.post("/admin/policy/explain", Map.of("model", 7));
    assertThat(number.status()).isEqualTo(400);
    assertThat(number.body().at("/error/param").textValue()).isEqualTo("model");
    TestConsole.Answer tenant =
        console.post("/admin/credentials", Map.of("tenant", "a b", "name", "x"));
    assertThat(tenant.body().at("/error/param").textValue()).isEqualTo("tenant");
    TestConsole.Answer past =
        console.post(
            "/admin/credentials",
            Map.of("tenant", "a", "name", "x", "expiresAt", "2001-01-01T00:00:00Z"));
    assertThat(past.body().at("/error/message").textValue()).contains("past");
  }

  @Test
  void unknownPathsAndMethodsAreAnsweredAsJson() throws Exception {
    assertThat(console.get("/admin/none").body().at("/error/code").textValue())
        .isEqualTo("not_found");
    TestConsole.Answer method = console.post("/admin/status", Map.of());
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.body().at("/error/code").textValue()).isEqualTo("method_not_allowed");
  }

  @Test
  void readyQueriesAreListed() throws Exception {
    assertThat(console.get("/admin/sql").body().at("/queries/0/description").textValue())
        .isEqualTo("The number one");
    assertThat(console.post("/admin/sql", Map.of("name", "two")).body().toString())
        .contains("there are: one");
  }

  @Test
  void aClickHouseThatIsNotThereIsSaidSo() throws Exception {
    TestConsole.Answer answer = console.post("/admin/sql", Map.of("query", "SELECT 1"));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().at("/error/code").textValue()).isEqualTo("clickhouse_unavailable");
    assertThat(console.get("/admin/requests/req-1").status()).isEqualTo(503);
    assertThat(console.get("/admin/requests/a%20b").status()).isEqualTo(400);
  }

  private static URI url(String path) {
    return URI.create("http://127.0.0.1:" + console.port() + path);
  }

  /** The JDK's client does not let a test choose the Host. */
  private static String overSocket(String host) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET /health/live HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.process.Probes;
import dev.strowger.process.Settings;
import dev.strowger.process.TlsFiles;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's port with a certificate, and its way to a ClickHouse that has one. */
@Timeout(120)
class ConsoleTlsIT {
  private static final String TOKEN = "token-of-the-test";

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaAccess kafka;
  private static X509Bundle authority;
  private static Path authorityFile;
  private static TlsFiles.Identity server;
  private static HttpsServer clickHouse;
  private static final List<String> QUERIES = new CopyOnWriteArrayList<>();

  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  @BeforeAll
  static void certificates() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    TestManifests.write(directory, TestManifests.sound("tls"));
    authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    authorityFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
    server = issue("server");
    clickHouse = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TlsFiles files = new TlsFiles(Optional.of(server), Optional.empty());
    clickHouse.setHttpsConfigurator(new HttpsConfigurator(files.context()));
    clickHouse.createContext(
        "/",
        exchange -> {
          QUERIES.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = "Code: 62. DB::Exception: as asked for".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", "62");
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    clickHouse.start();
  }

  @AfterAll
  static void stop() {
    clickHouse.stop(0);
    broker.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
  }

  @Test
  void operatorsAreAnsweredOverTlsOnly() throws Exception {
    start(Map.of());

    HttpResponse<String> answer = get("/admin/status", trusting(Optional.empty()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.sslSession().map(SSLSession::getProtocol)).contains("TLSv1.3");
    assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
    assertThatThrownBy(
            () -> get("/admin/status", new TlsFiles(Optional.of(server), Optional.empty())))
        .as("an authority that is not trusted")
        .isInstanceOf(IOException.class);
    try (Socket cleartext = new Socket(InetAddress.getLoopbackAddress(), port)) {
      cleartext.setSoTimeout(10_000);
      cleartext
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] read = cleartext.getInputStream().readAllBytes();
      assertThat(new String(read, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 ");
    }
  }

  @Test
  void anOperatorWithoutACertificateIsRefusedWhereOneIsAskedFor() throws Exception {
    start(Map.of("STROWGER_CONSOLE_TLS_CLIENT_CA", authorityFile.toString()));

    assertThat(get("/admin/status", trusting(Optional.of(issue("operator")))).statusCode())
        .isEqualTo(200);
    assertThatThrownBy(() -> get("/admin/status", trusting(Optional.empty())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void clickHouseIsAskedIfItsAuthorityIsNamed() throws Exception {
    start(Map.of("STROWGER_CLICKHOUSE_TLS_CA", authorityFile.toString()));

    HttpResponse<String> answer = sql("SELECT 'trusted'");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("clickhouse_62");
    assertThat(QUERIES).anyMatch(query -> query.contains("SELECT 'trusted'"));
  }

  @Test
  void clickHouseIsNotAskedIfNobodyVouchesForIt() throws Exception {
    start(Map.of());

    HttpResponse<String> answer = sql("SELECT 'distrusted'");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("clickhouse_unavailable");
    assertThat(QUERIES).noneMatch(query -> query.contains("SELECT 'distrusted'"));
  }

  private void start(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("STROWGER_CONSOLE_PORT", "0");
    environment.put("STROWGER_CONSOLE_TLS_CERT", server.certificate().toString());
    environment.put("STROWGER_CONSOLE_TLS_KEY", server.key().toString());
    environment.put("STROWGER_ADMIN_TOKEN", TOKEN);
    environment.put("STROWGER_DATA", directory.toString());
    environment.put("STROWGER_MANIFESTS", directory.toString());
    environment.put("STROWGER_SQL", directory.toString());
    environment.put(
        "STROWGER_CLICKHOUSE_URL",
        "jdbc:ch:https://127.0.0.1:" + clickHouse.getAddress().getPort() + "/strowger");
    Probes probes = new Probes();
    open.add(probes);
    Console console =
        Console.start(
            ConsoleConfig.from(new Settings(environment), kafka), probes, Clock.systemUTC());
    open.add(console);
    port = console.port();
  }

  private static TlsFiles trusting(Optional<TlsFiles.Identity> own) {
    return new TlsFiles(own, Optional.of(authorityFile));
  }

  private HttpResponse<String> get(String path, TlsFiles tls) throws Exception {
    return send(request(path).build(), tls);
  }

  private HttpResponse<String> sql(String query) throws Exception {
    return send(
        request("/admin/sql")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + query + "\"}"))
            .build(),
        trusting(Optional.empty()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
        .header("authorization", "Bearer " + TOKEN)
        .timeout(Duration.ofSeconds(60));
  }

  private static HttpResponse<String> send(HttpRequest request, TlsFiles tls) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls.context()).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static TlsFiles.Identity issue(String name) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    return new TlsFiles.Identity(
        Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }
}

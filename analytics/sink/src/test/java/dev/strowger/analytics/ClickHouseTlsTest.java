package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import dev.strowger.process.TlsFiles;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the driver makes of our settings, at a server that tells who got through. */
@Timeout(120)
class ClickHouseTlsTest {
  @TempDir private Path directory;
  private final List<String> users = new CopyOnWriteArrayList<>();
  private X509Bundle authority;
  private Path authorityFile;
  private HttpsServer server;

  @BeforeEach
  void certificates() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    authority = authority("authority");
    authorityFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aServerOfTheNamedAuthorityIsSpokenTo() throws Exception {
    serve(false, "127.0.0.1");

    assertThatThrownBy(() -> ask(Map.of("TLS_CA", authorityFile.toString())))
        .hasStackTraceContaining("as asked for");

    assertThat(users).isNotEmpty().containsOnly("writer");
  }

  @Test
  void aServerOfAnAuthorityThatNobodyNamedIsNot() throws Exception {
    serve(false, "127.0.0.1");
    Path other =
        Files.writeString(directory.resolve("other.pem"), authority("other").getCertificatePEM());

    assertThatThrownBy(() -> ask(Map.of())).hasStackTraceContaining("PKIX");
    assertThatThrownBy(() -> ask(Map.of("TLS_CA", other.toString())))
        .hasStackTraceContaining("PKIX");

    assertThat(users).isEmpty();
  }

  @Test
  void aServerOfAnotherNameIsNot() throws Exception {
    serve(false, "127.0.0.9");

    assertThatThrownBy(() -> ask(Map.of("TLS_CA", authorityFile.toString())))
        .hasStackTraceContaining("127.0.0.1");

    assertThat(users).isEmpty();
  }

  @Test
  void aServerThatWantsACertificateIsShownOurs() throws Exception {
    serve(true, "127.0.0.1");
    TlsFiles.Identity own = rsa();
    Map<String, String> without = Map.of("TLS_CA", authorityFile.toString());

    assertThatThrownBy(() -> ask(without)).isInstanceOf(Exception.class);
    assertThat(users).isEmpty();
    assertThatThrownBy(
            () ->
                ask(
                    Map.of(
                        "TLS_CA", authorityFile.toString(),
                        "TLS_CERT", own.certificate().toString(),
                        "TLS_KEY", own.key().toString())))
        .hasStackTraceContaining("as asked for");

    assertThat(users).isNotEmpty();
  }

  @Test
  void aKeyTheDriverCannotReadIsAFaultOfTheSettings() throws Exception {
    serve(true, "127.0.0.1");
    TlsFiles.Identity own = issue("sink", "127.0.0.1");

    assertThatThrownBy(
            () ->
                ask(
                    Map.of(
                        "TLS_CERT", own.certificate().toString(),
                        "TLS_KEY", own.key().toString())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STROWGER_CLICKHOUSE_TLS_KEY: expected an RSA key");
  }

  private void ask(Map<String, String> tls) throws Exception {
    Map<String, String> environment =
        Stream.concat(
                tls.entrySet().stream()
                    .map(e -> Map.entry("STROWGER_CLICKHOUSE_" + e.getKey(), e.getValue())),
                Stream.of(
                    Map.entry(
                        "STROWGER_CLICKHOUSE_URL",
                        "jdbc:ch:https://127.0.0.1:" + server.getAddress().getPort() + "/llm"),
                    Map.entry("STROWGER_CLICKHOUSE_USER", "writer")))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Settings settings = new Settings(environment);
    KafkaAccess kafka = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
    AnalyticsConfig config = settings.orThrow(AnalyticsConfig.from(settings, kafka));
    try (Connection connection = config.clickhouse().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  /** It answers as ClickHouse does to a query it does not take. */
  private void serve(boolean clientsToo, String address) throws Exception {
    TlsFiles files =
        new TlsFiles(Optional.of(issue("server", address)), Optional.of(authorityFile));
    server.setHttpsConfigurator(
        new HttpsConfigurator(files.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(clientsToo);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          users.add(user(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body =
              "Code: 62. DB::Exception: as asked for. (SYNTAX_ERROR)"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", "62");
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static String user(String basic) {
    byte[] both = Base64.getDecoder().decode(basic.substring("Basic ".length()));
    return new String(both, StandardCharsets.UTF_8).split(":", 2)[0];
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private TlsFiles.Identity issue(String name, String address) throws Exception {
    return write(
        name,
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress(address)
            .buildIssuedBy(authority));
  }

  private TlsFiles.Identity rsa() throws Exception {
    return write(
        "rsa", new CertificateBuilder().subject("CN=sink").rsa2048().buildIssuedBy(authority));
  }

  private TlsFiles.Identity write(String name, X509Bundle bundle) throws Exception {
    return new TlsFiles.Identity(
        Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }
}

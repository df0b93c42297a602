package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsFilesTest {
  private static final String PREFIX = "STROWGER_PROBES";
  @TempDir private Path directory;
  private X509Bundle authority;
  private Path authorityFile;
  private TlsFiles.Identity serverFiles;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void certificates() throws Exception {
    authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    authorityFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
    serverFiles = issue("server");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void aDoorSpeaksTlsToThoseWhoTrustItsAuthority() throws Exception {
    int port = serve(Map.of());

    HttpResponse<String> answer = get(port, new TlsFiles(Optional.empty(), trusting()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.sslSession().map(SSLSession::getProtocol)).contains("TLSv1.3");
    assertThatThrownBy(() -> get(port, new TlsFiles(Optional.of(serverFiles), Optional.empty())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aClientWithoutACertificateIsRefusedWhereOneIsAskedFor() throws Exception {
    int port = serve(Map.of(PREFIX + "_TLS_CLIENT_CA", authorityFile.toString()));
    TlsFiles.Identity client = issue("client");

    assertThat(get(port, new TlsFiles(Optional.of(client), trusting())).statusCode())
        .isEqualTo(200);
    assertThatThrownBy(() -> get(port, new TlsFiles(Optional.empty(), trusting())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() throws Exception {
    int port = serve(Map.of(PREFIX + "_TLS_CLIENT_CA", authorityFile.toString()));
    X509Bundle stranger =
        new CertificateBuilder()
            .subject("CN=stranger")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    TlsFiles.Identity client = write("stranger", stranger);

    assertThatThrownBy(() -> get(port, new TlsFiles(Optional.of(client), trusting())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRenewedCertificateIsShownFromTheNextHandshakeOn() throws Exception {
    AtomicLong nanos = new AtomicLong();
    LiveKeys keys = new LiveKeys(serverFiles, nanos::get);
    String before = alias(keys);
    final X509Certificate old = certificate(keys, before);
    X509Bundle renewed = issued("server");
    Files.writeString(serverFiles.certificate(), renewed.getCertificatePathPEM());
    touch(serverFiles.certificate());

    nanos.addAndGet(Reloaded.INTERVAL.toNanos());
    assertThat(certificate(keys, alias(keys))).as("its key is not there yet").isEqualTo(old);

    Files.writeString(serverFiles.key(), renewed.getPrivateKeyPEM());
    touch(serverFiles.key());
    nanos.addAndGet(Reloaded.INTERVAL.toNanos());
    assertThat(certificate(keys, alias(keys))).isEqualTo(renewed.getCertificate());
    assertThat(certificate(keys, before)).as("of a handshake under way").isEqualTo(old);
    assertThat(keys.getPrivateKey(before)).isNotNull();
  }

  @Test
  void aCertificateFromAnAuthorityAddedLaterIsTrusted() throws Exception {
    AtomicLong nanos = new AtomicLong();
    LiveTrust trust = new LiveTrust(authorityFile, nanos::get);
    X509Bundle second =
        new CertificateBuilder()
            .subject("CN=second")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(
        authorityFile, authority.getCertificatePEM() + "\n" + second.getCertificatePEM());
    touch(authorityFile);

    assertThat(trust.getAcceptedIssuers()).hasSize(1);
    nanos.addAndGet(Reloaded.INTERVAL.toNanos());

    assertThat(trust.getAcceptedIssuers()).hasSize(2);
  }

  @Test
  void everythingWrongWithTheSettingsIsSaid() throws Exception {
    TlsFiles.Identity other = issue("other");
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    String server = serverFiles.certificate().toString();

    assertThat(problems(Map.of("A_TLS_CERT", server))).contains("set both or neither");
    assertThat(problems(Map.of("A_TLS_CLIENT_CA", authorityFile.toString())))
        .contains("needs A_TLS_CERT");
    assertThat(problems(Map.of("A_TLS_CERT", server, "A_TLS_KEY", other.key().toString())))
        .contains("the key is not that of the certificate");
    assertThat(problems(Map.of("A_TLS_CERT", server, "A_TLS_KEY", empty.toString())))
        .contains("no unencrypted PKCS#8 key");
    assertThat(
            problems(Map.of("A_TLS_CERT", empty.toString(), "A_TLS_KEY", other.key().toString())))
        .contains("no certificate");
    assertThat(problems(Map.of("A_TLS_CERT", "/none.pem", "A_TLS_KEY", other.key().toString())))
        .contains("cannot be read");
  }

  @Test
  void withoutSettingsThereIsNoTls() {
    Settings settings = new Settings(Map.of());

    assertThat(TlsFiles.door(settings, "A")).isEmpty();
    assertThat(TlsFiles.client(settings, "A")).isEmpty();
    assertThat(settings.orThrow("fine")).isEqualTo("fine");
  }

  private static String problems(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    assertThat(TlsFiles.door(settings, "A")).isEmpty();
    try {
      settings.orThrow("");
    } catch (SettingsException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("nothing was wrong");
  }

  private int serve(Map<String, String> more) throws Exception {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("STROWGER_PROBES_PORT", "0");
    environment.put(PREFIX + "_TLS_CERT", serverFiles.certificate().toString());
    environment.put(PREFIX + "_TLS_KEY", serverFiles.key().toString());
    Settings settings = new Settings(environment);
    ProbeServer.Address address = settings.orThrow(ProbeServer.Address.from(settings, 0));
    Probes probes = new Probes();
    open.add(probes);
    ProbeServer server = ProbeServer.start(address, probes);
    open.add(server);
    return server.port();
  }

  private static HttpResponse<String> get(int port, TlsFiles tls) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls.context()).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/health/live"))
              .timeout(Duration.ofSeconds(30))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private Optional<Path> trusting() {
    return Optional.of(authorityFile);
  }

  private TlsFiles.Identity issue(String name) throws Exception {
    return write(name, issued(name));
  }

  private X509Bundle issued(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .addSanIpAddress("127.0.0.1")
        .buildIssuedBy(authority);
  }

  private TlsFiles.Identity write(String name, X509Bundle bundle) throws IOException {
    return new TlsFiles.Identity(
        Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }

  /** Two changes within the resolution of a file system's clock would look like one. */
  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }

  private static String alias(LiveKeys keys) {
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    assertThat(alias).isNotNull();
    return String.valueOf(alias);
  }

  private static X509Certificate certificate(LiveKeys keys, String alias) {
    X509Certificate[] chain = keys.getCertificateChain(alias);
    if (chain == null) {
      throw new AssertionError("no certificate for " + alias);
    }
    return chain[0];
  }
}

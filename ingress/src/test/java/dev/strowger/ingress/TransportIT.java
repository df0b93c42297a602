package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.process.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both doors with certificates, for applications and workers with and without their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class TransportIT {
  @TempDir private static Path directory;
  private DoorRig rig;
  private Door door;
  private X509Bundle authority;
  private Path authorityFile;

  @BeforeAll
  void open() throws Exception {
    authority = authority("authority");
    authorityFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
    TlsFiles.Identity server = issue("server", authority);
    rig = new DoorRig();
    door =
        rig.open(
            Map.of(
                "STROWGER_APPS_TLS_CERT", server.certificate().toString(),
                "STROWGER_APPS_TLS_KEY", server.key().toString(),
                "STROWGER_CHANNEL_TLS_CERT", server.certificate().toString(),
                "STROWGER_CHANNEL_TLS_KEY", server.key().toString(),
                "STROWGER_CHANNEL_TLS_CLIENT_CA", authorityFile.toString(),
                "STROWGER_REQUEST_READ_TIMEOUT", "2s"));
  }

  @AfterAll
  void close() throws Exception {
    rig.close();
  }

  @Test
  void anApplicationIsAnsweredOverTlsAndHttp2() throws Exception {
    try (HttpClient client = client(Optional.empty())) {
      HttpResponse<String> answer = client.send(live(), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.sslSession().map(SSLSession::getProtocol)).contains("TLSv1.3");
      assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
    }
  }

  @Test
  void aRequestOverTlsGoesThroughAndWorkersAreToldToComeByTls() throws Exception {
    try (HttpClient client = client(Optional.empty())) {
      HttpRequest ask =
          HttpRequest.newBuilder(apps("/v1/chat/completions"))
              .header("authorization", "Bearer " + DoorRig.KEY)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(DoorRig.GOOD))
              .build();
      var answer = client.sendAsync(ask, HttpResponse.BodyHandlers.ofString());
      FakeWorker.Taken taken = rig.worker.take();

      assertThat(taken.request().getReplyTo().getChannelUrl())
          .isEqualTo("https://127.0.0.1:" + door.ingress().channelPort());
      rig.worker.answer(taken, "{\"id\":\"x\"}");
      assertThat(answer.get().body()).isEqualTo("{\"id\":\"x\"}");
    }
  }

  @Test
  void cleartextAndTruncatedHandshakesAreCutOffAtATlsDoor() throws Exception {
    try (RawClient raw = new RawClient(door)) {
      raw.write(RawClient.LIVE);

      assertThat(raw.readAll()).doesNotContain("HTTP/1.1");
    }
    try (RawClient raw = new RawClient(door)) {
      raw.write("\u0016\u0003\u0001");

      assertThat(raw.readAll()).doesNotContain("HTTP/1.1");
    }
    anApplicationIsAnsweredOverTlsAndHttp2();
  }

  @Test
  void aWorkerWithACertificateGetsAsFarAsTheToken() throws Exception {
    try (HttpClient client = client(Optional.of(issue("worker", authority)))) {
      assertThat(client.send(channel(), HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aWorkerWithoutACertificateIsRefused() throws Exception {
    try (HttpClient client = client(Optional.empty())) {
      assertThatThrownBy(() -> client.send(channel(), HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aWorkerWithAStrangersCertificateIsRefused() throws Exception {
    TlsFiles.Identity stranger = issue("stranger", authority("other authority"));
    try (HttpClient client = client(Optional.of(stranger))) {
      assertThatThrownBy(() -> client.send(channel(), HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpClient client(Optional<TlsFiles.Identity> identity) {
    return HttpClient.newBuilder()
        .sslContext(new TlsFiles(identity, Optional.of(authorityFile)).context())
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  private HttpRequest live() {
    return HttpRequest.newBuilder(apps("/health/live")).timeout(Duration.ofSeconds(20)).build();
  }

  private HttpRequest channel() {
    URI url = URI.create("https://127.0.0.1:" + door.ingress().channelPort() + "/x");
    return HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build();
  }

  private URI apps(String path) {
    return URI.create("https://127.0.0.1:" + door.ingress().appsPort() + path);
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private TlsFiles.Identity issue(String name, X509Bundle by) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(by);
    return new TlsFiles.Identity(
        Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }
}

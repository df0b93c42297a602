package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.process.TlsFiles;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ReplyAddress;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of providers with certificates of a site's own, and calls that are not made. */
@Timeout(60)
class TransportTest {
  @TempDir private Path directory;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private X509Bundle authority;
  private Path authorityFile;

  @BeforeEach
  void certificates() throws Exception {
    authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    authorityFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @Test
  void aProviderOfTheSitesAuthorityIsCalledWithOurCertificate() throws Exception {
    URI url = provider();
    TlsFiles tls = new TlsFiles(Optional.of(issue("worker")), Optional.of(authorityFile));

    ProviderClient.Sent sent = call(url, new Reach(Optional.of(tls), Set.of()));

    assertThat(sent).isInstanceOf(ProviderClient.Sent.Responded.class);
  }

  @Test
  void withoutOurCertificateOrTrustThereIsNoCall() throws Exception {
    URI url = provider();
    TlsFiles onlyTrust = new TlsFiles(Optional.empty(), Optional.of(authorityFile));

    assertThat(call(url, new Reach(Optional.of(onlyTrust), Set.of())))
        .isInstanceOf(ProviderClient.Sent.Failed.class);
    assertThat(call(url, Reach.PLAIN)).isInstanceOf(ProviderClient.Sent.Failed.class);
  }

  @Test
  void aRedirectIsAnAnswerAndNeverFollowed() throws Exception {
    AtomicInteger elsewhere = new AtomicInteger();
    HttpServer target =
        serve(
            HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0),
            elsewhere,
            Optional.empty());
    HttpServer redirecting =
        serve(
            HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0),
            new AtomicInteger(),
            Optional.of("http://127.0.0.1:" + target.getAddress().getPort() + "/"));

    ProviderClient.Sent sent =
        call(URI.create("http://127.0.0.1:" + redirecting.getAddress().getPort()), Reach.PLAIN);

    assertThat(sent).isInstanceOf(ProviderClient.Sent.Responded.class);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void aNameThatLeadsToAMetadataAddressIsNotCalled() throws Exception {
    ProviderClient.Sent sent = call(URI.create("http://169.254.169.254"), Reach.PLAIN);

    assertThat(sent).isInstanceOf(ProviderClient.Sent.Failed.class);
    Fault fault = ((ProviderClient.Sent.Failed) sent).fault();
    assertThat(fault.message()).contains("169.254.169.254", "link-local");
  }

  @Test
  void theDirectChannelIsOpenedWithOurCertificateOnly() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    URI url = provider(calls);

    assertThat(open(url, Optional.of(issue("worker"))))
        .isInstanceOf(ChannelClient.Opened.Open.class);
    assertThat(open(url, Optional.empty())).isInstanceOf(ChannelClient.Opened.Gone.class);
  }

  private ChannelClient.Opened open(URI url, Optional<TlsFiles.Identity> identity)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    parts.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    ChannelClient client =
        new ChannelClient(
            vertx,
            new ChannelAccess(
                "token", Optional.of(new TlsFiles(identity, Optional.of(authorityFile)))));
    PlanStep step = Requests.step("p");
    Delivery delivery =
        Requests.delivery(
            Requests.routed(
                Requests.request("r")
                    .setReplyTo(new ReplyAddress("door-1", "llm.replies.door-1", url.toString()))
                    .build(),
                step));
    return client.open(delivery, false, Optional.empty(), List.of());
  }

  private ProviderClient.Sent call(URI url, Reach reach) throws Exception {
    Provider provider =
        new Provider(
            "p",
            Dialects.Family.OPENAI,
            url,
            Optional.empty(),
            new Provider.Authentication.None(),
            Map.of(),
            Set.of(),
            Provider.Traits.NONE);
    TimeSource time = TimeSource.system();
    ProviderClient client =
        new ProviderClient(
            new ProviderAccess(provider, new Secret.None(), false, reach),
            WorkerConfig.Limits.DEFAULTS,
            time);
    parts.add(client);
    Delivery delivery =
        Requests.delivery(Requests.routed(Requests.request("r").build(), Requests.step("p")));
    return client.send(
        new ProviderRequest(url, Map.of(), new byte[] {'{', '}'}),
        "r",
        Deadlines.of(delivery, time.ticks(), Instant.now()),
        new CancelToken(0, false));
  }

  private URI provider() throws Exception {
    return provider(new AtomicInteger());
  }

  /** Wants a certificate. */
  private URI provider(AtomicInteger calls) throws Exception {
    TlsFiles tls = new TlsFiles(Optional.of(issue("provider")), Optional.of(authorityFile));
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters terms = getSSLContext().getDefaultSSLParameters();
            terms.setNeedClientAuth(true);
            connection.setSSLParameters(terms);
          }
        });
    serve(server, calls, Optional.empty());
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private HttpServer serve(HttpServer server, AtomicInteger calls, Optional<String> location) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            calls.incrementAndGet();
            location.ifPresent(to -> exchange.getResponseHeaders().set("location", to));
            exchange.sendResponseHeaders(location.isPresent() ? 307 : 200, -1);
          }
        });
    server.start();
    parts.add(() -> server.stop(0));
    return server;
  }

  private TlsFiles.Identity issue(String name) throws Exception {
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

package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.records.PlanStep;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections and bodies that break are called. */
class BrokenTransportTest {
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private PlanStep step = Requests.step("raw");
  private boolean stream;

  @AfterEach
  void down() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    failsWith(
        call(URI.create("http://127.0.0.1:" + port + "/v1")),
        FailureKind.UNREACHABLE,
        "the connection was refused");
  }

  @Test
  void theHostIsNotKnown() throws Exception {
    failsWith(
        call(URI.create("http://no-such-host.invalid/v1")),
        FailureKind.UNREACHABLE,
        "the host is not known");
  }

  @Test
  void theOtherSideSpeaksNoTls() throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    parts.add(server);
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 no TLS here\r\n\r\n".getBytes(UTF_8));
                never.await();
              } catch (Exception e) {
                // The client went away, as it should.
              }
            });

    CallOutcome outcome = call(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1"));

    // Whether the broken handshake or the broken connection is noticed first is a matter of luck.
    assertThat(outcome).isInstanceOf(CallOutcome.Faulted.class);
    Fault fault = ((CallOutcome.Faulted) outcome).fault();
    assertThat(fault.kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(fault.message()).containsAnyOf("TLS failed", "the connection broke");
  }

  @Test
  void resetBeforeTheHead() throws Exception {
    failsWith(
        call(provider((socket, out) -> RawProvider.reset(socket))),
        FailureKind.UNREACHABLE,
        "before an answer came");
  }

  @Test
  void halfClosedBeforeTheHead() throws Exception {
    failsWith(
        call(
            provider(
                (socket, out) -> {
                  socket.shutdownOutput();
                  never.await();
                })),
        FailureKind.UNREACHABLE,
        "closed before an answer came");
  }

  @Test
  void acceptsAndNeverAnswers() throws Exception {
    step = PlanStep.newBuilder(step).setHeadersTimeoutMs(200).build();

    failsWith(
        call(provider((socket, out) -> never.await())),
        FailureKind.TIMEOUT,
        "response header timeout of 200 ms");
  }

  @Test
  void halfClosedInTheMiddleOfABody() throws Exception {
    failsWith(
        call(
            provider(
                (socket, out) -> {
                  out.write(RawProvider.head("application/json", "content-length: 5000"));
                  out.write("{\"id\"".getBytes(UTF_8));
                  socket.shutdownOutput();
                  never.await();
                })),
        FailureKind.PROVIDER_ERROR,
        "the connection was cut");
  }

  @Test
  void packedAndCut() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(ScriptedProvider.ANSWER.getBytes(UTF_8));
    }
    byte[] half = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2);

    failsWith(
        call(
            provider(
                (socket, out) -> {
                  out.write(
                      RawProvider.head(
                          "application/json",
                          "content-encoding: gzip",
                          "content-length: " + half.length));
                  out.write(half);
                })),
        FailureKind.PROVIDER_ERROR,
        "gzip packing is damaged");
  }

  @Test
  void aBodyThatNeverEnds() throws Exception {
    step = PlanStep.newBuilder(step).setTotalTimeoutMs(300).build();

    failsWith(
        call(
            provider(
                (socket, out) -> {
                  out.write(RawProvider.head("application/json"));
                  while (!never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                  }
                })),
        FailureKind.TIMEOUT,
        "not complete within total_timeout_ms 300");
  }

  @Test
  void aBodyOverTheBound() throws Exception {
    failsWith(
        call(
            provider(
                (socket, out) -> {
                  out.write(RawProvider.head("application/json"));
                  byte[] much = new byte[1 << 20];
                  while (true) {
                    out.write(much);
                  }
                })),
        FailureKind.PROVIDER_ERROR,
        "an answer over");
  }

  @Test
  void aPageInsteadOfAnAnswer() throws Exception {
    URI url = provider((socket, out) -> out.write(page()));

    failsWith(call(url), FailureKind.PROVIDER_ERROR, "");
    stream = true;
    failsWith(call(url), FailureKind.PROVIDER_ERROR, "");
  }

  @Test
  void aStreamWhoseHeadCameAndWhoseTokensDoNot() throws Exception {
    stream = true;
    step = PlanStep.newBuilder(step).setFirstTokenTimeoutMs(1000).build();

    failsWith(
        call(
            provider(
                (socket, out) -> {
                  out.write(RawProvider.head("text/event-stream"));
                  never.await();
                })),
        FailureKind.TIMEOUT,
        "no token within first token timeout of 1000 ms");
  }

  private static byte[] page() {
    String html = "<html><body>Sign in to the guest network</body></html>";
    byte[] head = RawProvider.head("text/html", "content-length: " + html.length());
    byte[] all = java.util.Arrays.copyOf(head, head.length + html.length());
    System.arraycopy(html.getBytes(UTF_8), 0, all, head.length, html.length());
    return all;
  }

  private URI provider(RawProvider.Script script) throws Exception {
    RawProvider provider = new RawProvider(script);
    parts.add(provider);
    return provider.url();
  }

  private CallOutcome call(URI url) throws Exception {
    TimeSource time = TimeSource.system();
    WorkerConfig.Limits limits =
        new WorkerConfig.Limits(
            8,
            64 << 20,
            1 << 20,
            4 << 20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            8);
    ProviderAccess access =
        new ProviderAccess(
            new Provider(
                "raw",
                Dialects.Family.OPENAI,
                url,
                Optional.empty(),
                new Provider.Authentication.None(),
                Map.of(),
                Set.of(),
                Provider.Traits.NONE),
            new Secret.None(),
            false);
    ProviderClient client = new ProviderClient(access, limits, time);
    parts.add(client);
    Dialect dialect = Dialects.of(Dialects.Family.OPENAI);
    Publisher publisher =
        new Publisher(KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry()), 1 << 20);
    parts.add(publisher);
    PoolMetrics metrics = new PoolMetrics(new SimpleMeterRegistry(), "raw");
    AnswerKeeper keeper = new AnswerKeeper(publisher, time, metrics);
    Upstream upstream = new Upstream(access, dialect, client, limits);
    LateAnswers late =
        new LateAnswers(
            upstream, publisher, new Events(time, () -> "n"), time, Duration.ofMillis(1));
    parts.add(late);
    ProviderCall call = new ProviderCall(upstream, new Outlets(channels(), keeper), late, time);
    Delivery delivery =
        Requests.delivery(Requests.routed(Requests.request("r").setStream(stream).build(), step));
    Stopwatch watch = new Stopwatch(time);
    Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
    return call.run(
        delivery,
        new Beginning.Anew(),
        new StreamCall.Started(watch, deadlines, new CancelToken(0, false)));
  }

  /** Where no answer comes nothing is written: no log is needed. */
  private ChannelClient channels() {
    Vertx vertx = Vertx.vertx();
    parts.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    return new ChannelClient(vertx, new ChannelAccess("token", Optional.empty()));
  }

  private static void failsWith(CallOutcome outcome, FailureKind kind, String words) {
    assertThat(outcome).isInstanceOf(CallOutcome.Faulted.class);
    Fault fault = ((CallOutcome.Faulted) outcome).fault();
    assertThat(fault.kind()).as(fault.message()).isEqualTo(kind);
    assertThat(fault.message()).contains(words);
  }
}

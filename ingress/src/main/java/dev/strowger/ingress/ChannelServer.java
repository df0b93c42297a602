package dev.strowger.ingress;

import dev.strowger.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The direct channel's server on one event loop: workers bring the tokens of streams here. */
final class ChannelServer extends VerticleBase {
  private static final int MAX_STREAMS_PER_CONNECTION = 10_000;

  /** Of one stream: what a slow client can make us hold. */
  private static final int STREAM_WINDOW_BYTES = 64 << 10;

  /** Of a connection: many stalled streams on it must not hold up the others. */
  private static final int CONNECTION_WINDOW_BYTES = 64 << 20;

  private static final int SHARED_PORT = 2;
  private static final String SCHEME = "Bearer ";

  private final IngressConfig.ChannelDoor config;
  private final Pending pending;
  private final Arrivals arrivals;
  private final AtomicInteger port;

  /**
   * @param port set once bound
   */
  ChannelServer(
      IngressConfig.ChannelDoor config, Pending pending, Arrivals arrivals, AtomicInteger port) {
    this.config = config;
    this.pending = pending;
    this.arrivals = arrivals;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(
            DoorTerms.options(config.address().tls())
                // Workers give up streams by resets, whenever clients are gone.
                .setHttp2RstFloodMaxRstFramePerWindow(MAX_STREAMS_PER_CONNECTION)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setInitialSettings(
                    new Http2Settings()
                        .setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)))
        .connectionHandler(
            connection -> {
              Optional<Wire> _ = arrivals.arrived(connection);
            })
        .requestHandler(this::handle)
        .listen(config.address().shared(SHARED_PORT))
        .onSuccess(bound -> port.set(bound.actualPort()));
  }

  private void handle(HttpServerRequest request) {
    if (!authorized(request.getHeader("authorization"))) {
      refuse(request, 401, "the channel token is missing or wrong");
      return;
    }
    String path = request.path();
    if (path == null || !path.startsWith(Channel.PATH)) {
      refuse(request, 404, "there is only " + Channel.PATH + "<requestId>");
      return;
    }
    boolean asks = request.method().equals(HttpMethod.GET);
    if (!asks && !request.method().equals(HttpMethod.POST)) {
      request.response().putHeader("allow", "GET, POST");
      refuse(request, 405, "the channel takes GET and POST only");
      return;
    }
    Optional<Exchange> waiting = pending.find(path.substring(Channel.PATH.length()));
    if (waiting.isEmpty()) {
      refuse(request, 404, "nobody waits for this request");
      return;
    }
    if (asks) {
      new SentReply(request, vertx.getOrCreateContext()).ask(waiting.get());
      return;
    }
    request.pause();
    new ChannelStream(request, vertx.getOrCreateContext(), waiting.get()).open();
  }

  private boolean authorized(@Nullable String authorization) {
    byte[] shown =
        authorization != null && authorization.startsWith(SCHEME)
            ? authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    return MessageDigest.isEqual(shown, config.token().getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpServerRequest request, int status, String why) {
    request.response().setStatusCode(status).end(why + "\n");
  }
}

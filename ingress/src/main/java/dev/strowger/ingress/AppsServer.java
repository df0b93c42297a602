package dev.strowger.ingress;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The apps' door on one event loop; the loops share the port. HTTP/1.1 and HTTP/2. */
final class AppsServer extends VerticleBase {
  private static final int MAX_LINE_BYTES = 8 << 10;
  private static final int MAX_STREAMS_PER_CONNECTION = 1000;
  private static final int SHARED_PORT = 1;
  private static final long SWEEP_MS = 500;

  private final IngressConfig config;
  private final AppsDoor door;
  private final BadHttp badHttp;
  private final Connections connections;
  private final AtomicInteger port;

  /** What they sent after a head with two readings is no request; gone with the connection. */
  private final Set<HttpConnection> refused = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * @param port set once bound
   */
  AppsServer(
      IngressConfig config,
      AppsDoor door,
      BadHttp badHttp,
      AtomicInteger connections,
      Arrivals arrivals,
      AtomicInteger port) {
    this.config = config;
    this.door = door;
    this.badHttp = badHttp;
    this.connections =
        new Connections(config.bounds().maxConnections(), connections, arrivals, config.times());
    this.port = port;
  }

  @Override
  public Future<?> start() {
    Router router = door.router(vertx);
    HttpServer server =
        vertx
            .createHttpServer(options(config))
            .connectionHandler(connections::opened)
            .invalidRequestHandler(badHttp::refuse)
            .requestHandler(
                request -> {
                  connections.began(request);
                  if (refused.contains(request.connection())) {
                    request.connection().close();
                  } else if (StrictHead.ambiguous(request)) {
                    refused.add(request.connection());
                    badHttp.refuseAmbiguous(request);
                  } else {
                    router.handle(request);
                  }
                });
    vertx.setPeriodic(SWEEP_MS, tick -> connections.sweep(System.nanoTime()));
    return server
        .listen(config.apps().shared(SHARED_PORT))
        .onSuccess(bound -> port.set(bound.actualPort()));
  }

  private static HttpServerOptions options(IngressConfig config) {
    // Below the sweep of the connections: takes what the sweep should have.
    long idleMs =
        config
            .times()
            .deadline()
            .plus(config.times().requestRead())
            .plus(config.times().keepAlive())
            .toMillis();
    return DoorTerms.options(config.apps().tls())
        .setIdleTimeout(Math.toIntExact(idleMs))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxHeaderSize(config.bounds().maxHeaderBytes())
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)
                .setMaxHeaderListSize(config.bounds().maxHeaderBytes()));
  }
}

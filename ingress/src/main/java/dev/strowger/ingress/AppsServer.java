package dev.strowger.ingress;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
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

  /** Whatever they send after a bad head is no request; gone with the connection. */
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
            .invalidRequestHandler(request -> judge(request, false, router))
            .requestHandler(
                request -> {
                  connections.began(request);
                  judge(request, true, router);
                });
    vertx.setPeriodic(SWEEP_MS, tick -> connections.sweep(System.nanoTime()));
    return server
        .listen(config.apps().shared(SHARED_PORT))
        .onSuccess(bound -> port.set(bound.actualPort()));
  }

  /**
   * @param readable whether it is HTTP; what follows an ambiguous head seldom is, and is not
   *     answered either
   */
  private void judge(HttpServerRequest request, boolean readable, Router router) {
    HttpConnection connection = request.connection();
    if (refused.contains(connection)) {
      connection.close();
    } else if (!readable) {
      refused.add(connection);
      badHttp.refuse(request);
    } else if (StrictHead.ambiguous(request)) {
      refused.add(connection);
      badHttp.refuseAmbiguous(request);
    } else {
      router.handle(request);
    }
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

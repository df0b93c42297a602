package dev.strowger.simulator;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loopback port that several event loops serve, and that can be closed with all its connections
 * and opened again.
 */
final class Listener {
  static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 1_024;

  private final Vertx vertx;
  private final int id;
  private final int eventLoops;
  private final Handler<HttpServerRequest> handler;
  private Future<@Nullable String> deployment = Future.succeededFuture(null);

  /** 0 until the first opening, if a free one is to be taken. */
  private final AtomicInteger port;

  /**
   * Port 0 takes a free one, and keeps it.
   *
   * @param id tells the listeners of one Vert.x apart, from 1
   */
  Listener(Vertx vertx, int id, int port, int eventLoops, Handler<HttpServerRequest> handler) {
    this.vertx = vertx;
    this.id = id;
    this.port = new AtomicInteger(port);
    this.eventLoops = eventLoops;
    this.handler = handler;
  }

  /** Known once it has been open. */
  int port() {
    return port.get();
  }

  String url() {
    return "http://" + HOST + ":" + port();
  }

  /** Completes once connections are taken. */
  synchronized Future<@Nullable String> open() {
    deployment =
        deployment.compose(
            id -> id != null ? Future.<@Nullable String>succeededFuture(id) : deploy(),
            _ -> deploy());
    return deployment;
  }

  /** Completes once the port refuses connections and the open ones are closed. */
  synchronized Future<@Nullable String> close() {
    deployment =
        deployment.compose(
            id ->
                id == null
                    ? Future.<@Nullable String>succeededFuture(null)
                    : vertx.undeploy(id).<@Nullable String>map(_ -> null));
    return deployment;
  }

  private Future<@Nullable String> deploy() {
    SocketAddress address =
        port() == 0
            ? SocketAddress.sharedRandomPort(id, HOST)
            : SocketAddress.inetSocketAddress(port(), HOST);
    Supplier<Server> servers = () -> new Server(options(), address, handler, port);
    return vertx
        .deployVerticle(servers, new DeploymentOptions().setInstances(eventLoops))
        .map(id -> (@Nullable String) id);
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(true);
  }

  /** The share of one event loop. */
  private static final class Server extends VerticleBase {
    private final HttpServerOptions options;
    private final SocketAddress address;
    private final Handler<HttpServerRequest> handler;
    private final AtomicInteger port;

    Server(
        HttpServerOptions options,
        SocketAddress address,
        Handler<HttpServerRequest> handler,
        AtomicInteger port) {
      this.options = options;
      this.address = address;
      this.handler = handler;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options)
          .requestHandler(handler)
          .listen(address)
          .onSuccess(server -> port.set(server.actualPort()));
    }
  }
}

package dev.strowger.simulator;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
  private final int port;
  private final int eventLoops;
  private final Handler<HttpServerRequest> handler;
  private Future<@Nullable String> deployment = Future.succeededFuture(null);

  /** Port 0 takes a free one, and keeps it. */
  Listener(Vertx vertx, int port, int eventLoops, Handler<HttpServerRequest> handler) {
    this.vertx = vertx;
    this.port = port == 0 ? freePort() : port;
    this.eventLoops = eventLoops;
    this.handler = handler;
  }

  int port() {
    return port;
  }

  String url() {
    return "http://" + HOST + ":" + port;
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
    Supplier<Server> servers = () -> new Server(options(), handler);
    return vertx
        .deployVerticle(servers, new DeploymentOptions().setInstances(eventLoops))
        .map(id -> (@Nullable String) id);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(HOST)
        .setPort(port)
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(true);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  /** The share of one event loop. */
  private static final class Server extends VerticleBase {
    private final HttpServerOptions options;
    private final Handler<HttpServerRequest> handler;

    Server(HttpServerOptions options, Handler<HttpServerRequest> handler) {
      this.options = options;
      this.handler = handler;
    }

    @Override
    public Future<?> start() {
      return vertx.createHttpServer(options).requestHandler(handler).listen();
    }
  }
}

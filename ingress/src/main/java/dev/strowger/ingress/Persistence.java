package dev.strowger.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * Whether a connection is used again after a response, and what becomes of the rest of its request.
 * Decided when the head of the response leaves, so that answers to requests that came before the
 * process was told to end bear the news as well.
 */
final class Persistence {
  private static final long RESET_CANCEL = 8;
  private static final String CONNECTION = "connection";
  private static final String CLOSE = "close";

  /** Tells a client's pool when to give up a connection, so that we never do so first. */
  private static final String KEEP_ALIVE = "keep-alive";

  /** For what a client that is told to go has still on its way. */
  private static final Duration LINGER = Duration.ofSeconds(3);

  private final Admission admission;
  private final Duration requestRead;
  private final String keepAlive;

  Persistence(Office office) {
    this.admission = office.admission();
    this.requestRead = office.config().times().requestRead();
    // A tenth less: for pools that look at the clock now and then, and for what is on its way.
    long seconds = office.config().times().keepAlive().multipliedBy(9).dividedBy(10).toSeconds();
    this.keepAlive = seconds == 0 ? "" : "timeout=" + seconds;
  }

  /** Sees to the connection when this request is answered. */
  void watch(HttpServerRequest request, Vertx vertx) {
    HttpServerResponse response = request.response();
    if (request.version() != HttpVersion.HTTP_2) {
      response.headersEndHandler(head -> tell(request));
    }
    response.endHandler(answered -> takeRest(request, vertx));
  }

  /** The connection, if it is one of HTTP/1, ends with this response. */
  static void endWith(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(CONNECTION, CLOSE);
    }
  }

  /** Ends the connection, or the one stream of it. */
  static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(RESET_CANCEL);
    } else {
      request.connection().close();
    }
  }

  private void tell(HttpServerRequest request) {
    MultiMap headers = request.response().headers();
    if (admission.leaving()) {
      headers.set(CONNECTION, CLOSE);
    } else if (!keepAlive.isEmpty()
        && request.version() == HttpVersion.HTTP_1_1
        && !closes(request)) {
      headers.set(KEEP_ALIVE, keepAlive);
    }
  }

  private static boolean closes(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && CLOSE.equalsIgnoreCase(request.response().headers().get(CONNECTION));
  }

  /**
   * A client that is still sending may not read an answer before it has sent all, and loses the
   * answer if the connection is closed before; so the rest is taken and thrown away for as long as
   * a request may take to arrive.
   */
  private void takeRest(HttpServerRequest request, Vertx vertx) {
    boolean closes = closes(request);
    // Who waits for leave to send its body does not send it after a last response.
    if (request.isEnded() || (closes && request.getHeader("expect") != null)) {
      done(request, closes);
      return;
    }
    Duration most = closes && LINGER.compareTo(requestRead) < 0 ? LINGER : requestRead;
    long late = vertx.setTimer(most.toMillis(), timeIsUp -> cut(request));
    request.exceptionHandler(broken -> vertx.cancelTimer(late));
    request.endHandler(
        ended -> {
          vertx.cancelTimer(late);
          done(request, closes);
        });
    request.handler(bytes -> {});
    request.resume();
  }

  private static void done(HttpServerRequest request, boolean closes) {
    if (closes) {
      request.connection().close();
    }
  }
}

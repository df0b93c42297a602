package dev.strowger.ingress;

import dev.strowger.channel.Frame;
import dev.strowger.channel.FrameParser;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The worker's end of one stream. Its HTTP exchange lives on the channel connection's context; the
 * client's may be another. Each method hops to the context it needs, so that either side is touched
 * by its own event loop only. One piece is under way at a time.
 */
final class ChannelStream {
  private static final long RESET_CANCEL = 8;
  private static final int PING_BYTES = 8;

  /** A worker that lives answers a ping within milliseconds. */
  private static final Duration PROBE = Duration.ofSeconds(3);

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Exchange exchange;
  private final List<Frame> parsed = new ArrayList<>();
  private final FrameParser parser = new FrameParser(parsed::add);

  /** On the channel's context; the request is paused. */
  ChannelStream(HttpServerRequest request, Context context, Exchange exchange) {
    this.request = request;
    this.response = request.response();
    this.context = context;
    this.exchange = exchange;
  }

  /** Offers the stream to the client's side and answers the worker as that decides. */
  void open() {
    Offer offer = Offer.of(request.headers());
    request.handler(this::received);
    request.endHandler(end -> ended());
    request.exceptionHandler(broken -> ended());
    response.exceptionHandler(broken -> ended());
    response.closeHandler(closed -> ended());
    exchange.context().runOnContext(now -> exchange.attach(this, offer));
  }

  void taken() {
    context.runOnContext(
        now -> {
          response.setStatusCode(200).putHeader("content-type", "application/octet-stream");
          response.setChunked(true).writeHead();
          request.fetch(1);
        });
  }

  void refused() {
    context.runOnContext(
        now -> {
          request.handler(bytes -> {}).resume();
          response.setStatusCode(409).end("the request is already being answered\n");
        });
  }

  /** The client took the last piece. */
  void more() {
    context.runOnContext(now -> request.fetch(1));
  }

  /** The client has everything. */
  void finish() {
    context.runOnContext(
        now -> {
          request.handler(bytes -> {}).resume();
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }

  /** Nobody reads any more: the worker's cue to cancel the provider's call. */
  void reset() {
    context.runOnContext(now -> response.reset(RESET_CANCEL));
  }

  /**
   * Asks the worker's process for a sign of life; one that does not give it, its host being gone or
   * cut off, ends the channel.
   *
   * @param then runs on the client's context when that is decided
   */
  void probe(Runnable then) {
    context.runOnContext(now -> ping(then));
  }

  private void ping(Runnable then) {
    if (request.version() != HttpVersion.HTTP_2) {
      probed(true, then);
      return;
    }
    Vertx vertx = context.owner();
    long late =
        vertx.setTimer(
            PROBE.toMillis(),
            silent -> {
              probed(false, then);
              request.connection().close();
            });
    request
        .connection()
        .ping(Buffer.buffer(new byte[PING_BYTES]))
        .onComplete(
            pong -> {
              if (vertx.cancelTimer(late)) {
                probed(pong.succeeded(), then);
              }
            });
  }

  private void probed(boolean alive, Runnable then) {
    if (!alive) {
      ended();
    }
    exchange.context().runOnContext(now -> then.run());
  }

  private void received(Buffer bytes) {
    try {
      parser.accept(bytes.getBytes());
    } catch (IllegalArgumentException e) {
      ended();
      return;
    }
    if (parsed.isEmpty()) {
      request.fetch(1);
      return;
    }
    List<Frame> frames = List.copyOf(parsed);
    parsed.clear();
    exchange.context().runOnContext(now -> exchange.frames(this, frames));
  }

  private void ended() {
    exchange.context().runOnContext(now -> exchange.channelEnded(this));
  }
}

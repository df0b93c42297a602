package dev.strowger.ingress;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.List;

/**
 * Answers a worker that asks what a client has of its answer. The exchange decides on the client's
 * context, the response is written on the channel's.
 */
final class SentReply {
  private static final int BLOCK_BYTES = 64 << 10;

  private final HttpServerResponse response;
  private final Context context;

  /** On the channel's context. */
  SentReply(HttpServerRequest request, Context context) {
    this.response = request.response();
    this.context = context;
  }

  void ask(Exchange exchange) {
    exchange.context().runOnContext(now -> exchange.tell(this));
  }

  /** Somebody waits and has nothing yet. */
  void nothing() {
    context.runOnContext(now -> response.setStatusCode(204).end());
  }

  void streaming() {
    refuse(409, "a worker is streaming\n");
  }

  void unknown() {
    refuse(410, "what the client has was not kept\n");
  }

  void nobody() {
    refuse(404, "nobody waits for this request\n");
  }

  /** A broken stream, and what the client has of it. */
  void events(List<byte[]> events) {
    long length = events.stream().mapToLong(piece -> piece.length).sum();
    context.runOnContext(
        now -> {
          response
              .setStatusCode(200)
              .putHeader("content-type", "text/event-stream; charset=utf-8")
              .putHeader("content-length", Long.toString(length));
          write(events.iterator());
        });
  }

  private void write(Iterator<byte[]> rest) {
    while (rest.hasNext()) {
      if (response.closed()) {
        return;
      }
      if (response.writeQueueFull()) {
        response.drainHandler(
            drained -> {
              response.drainHandler(null);
              write(rest);
            });
        return;
      }
      Buffer block = Buffer.buffer(BLOCK_BYTES);
      while (rest.hasNext() && block.length() < BLOCK_BYTES) {
        block.appendBytes(rest.next());
      }
      response.write(block);
    }
    response.end();
  }

  private void refuse(int status, String why) {
    context.runOnContext(now -> response.setStatusCode(status).end(why));
  }
}

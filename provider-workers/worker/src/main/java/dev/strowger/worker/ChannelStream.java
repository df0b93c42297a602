package dev.strowger.worker;

import dev.strowger.channel.Frame;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One open stream to an ingress; used by one virtual thread. A write waits until the one before it
 * has left through HTTP/2's flow control, so that no more than two frames are in memory.
 */
final class ChannelStream {
  /** How long a client may take nothing of its stream. */
  static final Duration CLIENT_STALL = Duration.ofSeconds(60);

  private final HttpClientRequest request;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

  ChannelStream(HttpClientRequest request) {
    this.request = request;
    request.exceptionHandler(e -> ended.complete(false));
  }

  /** On the event loop, as soon as the response's head is there. */
  void follow(HttpClientResponse response) {
    response.exceptionHandler(e -> ended.complete(false));
    response.endHandler(v -> ended.complete(true));
    response.handler(bytes -> {});
  }

  /** Runs the action when the other side ends the stream, whoever it is that ends it. */
  void onEnd(Runnable action) {
    CompletableFuture<Void> _ = ended.thenRun(action);
  }

  /** Hands events on; false when the other side is gone. */
  boolean write(byte[] events) throws InterruptedException {
    if (events.length == 0) {
      return !ended.isDone();
    }
    for (int from = 0; from < events.length; from += Frame.MAX_PAYLOAD_BYTES) {
      int to = Math.min(events.length, from + Frame.MAX_PAYLOAD_BYTES);
      byte[] part =
          to - from == events.length ? events : java.util.Arrays.copyOfRange(events, from, to);
      if (!awaitWritten()) {
        return false;
      }
      written = stage(request.write(Buffer.buffer(new Frame.Data(part).encode())));
    }
    return true;
  }

  /** Ends the stream and waits until the client has everything; false when it will not. */
  boolean finish(Frame last) throws InterruptedException {
    if (!awaitWritten()) {
      return false;
    }
    written = stage(request.end(Buffer.buffer(last.encode())));
    try {
      return ended.get(CLIENT_STALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reset();
      return false;
    } catch (ExecutionException e) {
      return false;
    }
  }

  void reset() {
    request.reset();
  }

  private boolean awaitWritten() throws InterruptedException {
    if (ended.isDone()) {
      return false;
    }
    try {
      CompletableFuture.anyOf(written, ended).get(CLIENT_STALL.toMillis(), TimeUnit.MILLISECONDS);
      return !ended.isDone();
    } catch (TimeoutException e) {
      reset();
      return false;
    } catch (ExecutionException e) {
      return false;
    }
  }

  private static CompletableFuture<Void> stage(Future<Void> future) {
    return future.toCompletionStage().toCompletableFuture();
  }
}

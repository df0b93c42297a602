package dev.strowger.worker;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body, piece by piece, each awaited with a time limit. The next piece is asked of the
 * connection only when the last one was taken, so a slow reader slows the provider down.
 */
final class BodyPieces implements BodySubscriber<BodyPieces> {
  /** One piece, the end and a cancellation can be there at once. */
  private static final int QUEUE = 4;

  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(QUEUE);
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean cancelled;

  @Override
  public CompletionStage<BodyPieces> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (cancelled) {
      newSubscription.cancel();
    } else {
      newSubscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    int length = 0;
    for (ByteBuffer buffer : buffers) {
      length += buffer.remaining();
    }
    byte[] bytes = new byte[length];
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      int count = buffer.remaining();
      buffer.get(bytes, at, count);
      at += count;
    }
    put(new Piece.Bytes(bytes));
  }

  @Override
  public void onError(Throwable error) {
    put(new Piece.Broken(TransportFaults.whileReading(error)));
  }

  @Override
  public void onComplete() {
    put(new Piece.End());
  }

  /** Waits for what comes next, no longer than so many nanoseconds. */
  Piece next(long nanos) throws InterruptedException {
    if (cancelled) {
      return new Piece.Cancelled();
    }
    Piece piece = pieces.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    if (piece instanceof Piece.Bytes) {
      Flow.Subscription source = subscription;
      if (source != null) {
        source.request(1);
      }
    }
    return piece == null ? new Piece.Late() : piece;
  }

  /** Ends the call of the provider; whoever waits for a piece gets {@link Piece.Cancelled}. */
  void cancel() {
    cancelled = true;
    release();
    put(new Piece.Cancelled());
  }

  /** Ends the call of the provider, if it has not ended. */
  void release() {
    Flow.Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }

  private void put(Piece piece) {
    if (!pieces.offer(piece) && !cancelled) {
      throw new IllegalStateException("a body delivered more pieces than were asked for");
    }
  }
}

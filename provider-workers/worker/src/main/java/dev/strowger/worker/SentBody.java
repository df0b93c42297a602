package dev.strowger.worker;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * The body of a call, and whether any of it was sent: the client asks for it when it is connected.
 */
final class SentBody implements BodyPublisher {
  private final BodyPublisher body;
  private volatile boolean begun;

  SentBody(byte[] bytes) {
    this.body = BodyPublishers.ofByteArray(bytes);
  }

  boolean begun() {
    return begun;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    begun = true;
    body.subscribe(subscriber);
  }
}

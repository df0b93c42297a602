package dev.strowger.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Takes the body of one request: bounded in bytes, in time, and in what all requests together may
 * hold. Runs on the connection's context.
 */
final class BodyReader {
  /** How it ended. Bytes that were held for the body are given back unless it is whole. */
  sealed interface Received {
    /** The receiver gives its bytes back to {@link Admission#release}. */
    record Whole(Buffer body) implements Received {}

    record TooLarge() implements Received {}

    record TooSlow() implements Received {}

    /** All requests together hold too much. */
    record NoRoom() implements Received {}

    record Gone() implements Received {}
  }

  private final Visit visit;
  private final Admission admission;
  private final int maxBytes;
  private final Consumer<Received> receiver;
  private final Buffer body = Buffer.buffer();
  private long timer;
  private boolean done;

  private BodyReader(Visit visit, Admission admission, int maxBytes, Consumer<Received> receiver) {
    this.visit = visit;
    this.admission = admission;
    this.maxBytes = maxBytes;
    this.receiver = receiver;
  }

  /**
   * @param most from now to the last byte
   * @param receiver told once
   */
  static void read(
      Visit visit, Admission admission, int maxBytes, Duration most, Consumer<Received> receiver) {
    new BodyReader(visit, admission, maxBytes, receiver).start(most);
  }

  private void start(Duration most) {
    timer = visit.vertx().setTimer(most.toMillis(), late -> end(new Received.TooSlow()));
    visit.onGone(() -> end(new Received.Gone()));
    HttpServerRequest request = visit.request();
    request.exceptionHandler(broken -> end(new Received.Gone()));
    request.handler(this::more);
    request.endHandler(last -> end(new Received.Whole(body)));
    if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      request.response().writeContinue();
    }
  }

  private void more(Buffer bytes) {
    if (done) {
      return;
    }
    if (body.length() + bytes.length() > maxBytes) {
      end(new Received.TooLarge());
    } else if (!admission.hold(bytes.length())) {
      end(new Received.NoRoom());
    } else {
      body.appendBuffer(bytes);
    }
  }

  private void end(Received received) {
    if (done) {
      return;
    }
    done = true;
    visit.vertx().cancelTimer(timer);
    visit.onGone(() -> {});
    if (!(received instanceof Received.Whole)) {
      admission.release(body.length());
    }
    receiver.accept(received);
  }
}

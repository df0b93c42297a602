package dev.strowger.ingress;

import dev.strowger.ingress.DoorMeters.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * The client's side of one request: its place at the door, the one response it gets, and the news
 * that it has left. All methods run on the connection's context.
 */
final class Visit {
  private static final String NO_ROUTE = "none";

  private final Endpoint endpoint;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Office office;
  private final Instant receivedAt;
  private final long receivedNanos = System.nanoTime();
  private String requestId;
  private boolean admitted;
  private boolean stream;
  private boolean streaming;
  private boolean over;
  private long stall = -1;
  private String route = NO_ROUTE;
  private Runnable onGone = () -> {};

  Visit(
      Endpoint endpoint,
      String requestId,
      HttpServerRequest request,
      Context context,
      Office office,
      Instant receivedAt) {
    this.endpoint = endpoint;
    this.requestId = requestId;
    this.request = request;
    this.response = request.response();
    this.context = context;
    this.office = office;
    this.receivedAt = receivedAt;
    response.closeHandler(closed -> gone());
    response.exceptionHandler(broken -> gone());
  }

  Endpoint endpoint() {
    return endpoint;
  }

  String requestId() {
    return requestId;
  }

  /** From now on it goes by another id, also for the client. */
  void rename(String id) {
    requestId = id;
    RequestIds.tell(id, response, endpoint.errors());
  }

  HttpServerRequest request() {
    return request;
  }

  Context context() {
    return context;
  }

  Vertx vertx() {
    return context.owner();
  }

  Instant receivedAt() {
    return receivedAt;
  }

  /** Answered, or the client has left. */
  boolean over() {
    return over;
  }

  /** Called once if the client leaves before it was answered. */
  void onGone(Runnable action) {
    onGone = action;
  }

  void stream(boolean asked) {
    stream = asked;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - receivedNanos);
  }

  /** Takes a place at the door, given back when the response has ended. */
  boolean admit() {
    admitted = office.admission().enter();
    return admitted;
  }

  /** Refused at the door, before the log knew of it. */
  void refuse(OpenAiError error) {
    if (!over) {
      over(error.status(), Outcome.REFUSED);
      ended(error.send(response, endpoint.errors(), requestId));
    }
  }

  /** Refuses and closes the connection. */
  void refuseAndClose(OpenAiError error) {
    if (!over) {
      over(error.status(), Outcome.REFUSED);
      Persistence.endWith(request);
      ended(error.send(response, endpoint.errors(), requestId));
    }
  }

  /** Failed after the log had taken it. */
  void fail(OpenAiError error) {
    if (!over) {
      over(error.status(), Outcome.FAILED);
      processingTime();
      ended(error.send(response, endpoint.errors(), requestId));
    }
  }

  void head(ReplyHead head) {
    head.writeTo(response.headers());
    route = head.route().isEmpty() ? NO_ROUTE : head.route();
  }

  void answer(byte[] json) {
    answer(json, () -> {});
  }

  /**
   * Answers.
   *
   * @param sent runs when the client has it, or has left before
   */
  void answer(byte[] json, Runnable sent) {
    if (over) {
      sent.run();
      return;
    }
    over(200, Outcome.ANSWERED);
    processingTime();
    response
        .putHeader("content-type", "application/json")
        .putHeader("content-length", Integer.toString(json.length));
    boolean head = request.method().equals(HttpMethod.HEAD);
    ended((head ? response.end() : response.end(Buffer.buffer(json))).andThen(done -> sent.run()));
  }

  /** Sends the head of an event stream. */
  void beginStream() {
    if (!over) {
      streaming = true;
      office.meters().streamBegan();
      office.meters().firstToken(elapsed());
      processingTime();
      response
          .setStatusCode(200)
          .putHeader("content-type", "text/event-stream; charset=utf-8")
          .putHeader("cache-control", "no-cache")
          .putHeader("x-accel-buffering", "no")
          .setChunked(true)
          .writeHead();
    }
  }

  /** Writes events; {@code taken} runs once the client can take more. */
  void write(Buffer events, Runnable taken) {
    if (over) {
      return;
    }
    response.write(events);
    if (!response.writeQueueFull()) {
      taken.run();
      return;
    }
    vertx().cancelTimer(stall);
    stall = stallTimer();
    response.drainHandler(
        drained -> {
          vertx().cancelTimer(stall);
          response.drainHandler(null);
          taken.run();
        });
  }

  /** Writes a comment, which clients pass over; left out if the client does not keep up. */
  void comment(Buffer comment) {
    if (!over && !response.writeQueueFull()) {
      response.write(comment);
    }
  }

  /**
   * The last events of a stream.
   *
   * @param sent runs when the client has everything
   */
  void endStream(Buffer events, Outcome outcome, Runnable sent) {
    if (!over) {
      over(200, outcome);
      ended(response.end(events).onSuccess(done -> sent.run()));
    }
  }

  /** A stream that is here as a whole; {@code sent} runs when the client has it, or has left. */
  void wholeStream(Buffer events, Runnable sent) {
    if (over) {
      sent.run();
      return;
    }
    beginStream();
    over(200, Outcome.ANSWERED);
    ended(response.end(events).andThen(done -> sent.run()));
  }

  private long stallTimer() {
    return vertx()
        .setTimer(office.config().times().stall().toMillis(), late -> Persistence.cut(request));
  }

  private void processingTime() {
    response.putHeader("openai-processing-ms", Long.toString(elapsed().toMillis()));
  }

  private void over(int status, Outcome outcome) {
    over = true;
    // A stream may break off while it waits for the client; the connection may yet serve others.
    vertx().cancelTimer(stall);
    if (streaming) {
      office.meters().streamEnded();
    }
    office.meters().left(route, status, stream, outcome, elapsed());
  }

  /** Waits, bounded, for the client to take the response. */
  private void ended(Future<Void> sending) {
    stall = stallTimer();
    sending.onComplete(
        sent -> {
          vertx().cancelTimer(stall);
          leave();
        });
  }

  private void gone() {
    if (!over) {
      over(499, Outcome.GONE);
      leave();
      onGone.run();
    }
  }

  private void leave() {
    if (admitted) {
      admitted = false;
      office.admission().leave();
    }
  }
}

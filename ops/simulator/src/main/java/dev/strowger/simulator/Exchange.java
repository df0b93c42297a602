package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.FateSequence.Lot;
import dev.strowger.simulator.Stats.Count;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Written;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call of a simulated provider, from its head to its end. Lives on one event loop. */
final class Exchange {
  /** A hung call is closed after this time. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private static final String JSON = "application/json";

  /** As Anthropic's newer models say it. */
  private static final String NO_PREFILL =
      "This model does not support assistant message prefill. The conversation must end with a"
          + " user message.";

  private final Vertx vertx;
  private final Provider provider;
  private final Format format;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final long startedMs;
  private long timer = -1;
  private @Nullable Question asked;
  private @Nullable Reply reply;
  private boolean done;

  Exchange(Vertx vertx, Provider provider, Format format, HttpServerRequest request) {
    this.vertx = vertx;
    this.provider = provider;
    this.format = format;
    this.request = request;
    this.response = request.response();
    this.startedMs = provider.nowMs();
  }

  void start() {
    provider.stats().began();
    response.closeHandler(_ -> gone());
    response.exceptionHandler(_ -> gone());
    Body.read(request)
        .compose(body -> Body.parse(vertx, body))
        .onSuccess(this::answer)
        .onFailure(this::reject);
  }

  private void answer(JsonNode body) {
    if (done) {
      return;
    }
    switch (format) {
      case ChatFormat chat -> {
        try {
          answer(chat, chat.read(body));
        } catch (BadQuestion e) {
          reject(e);
        }
      }
      case DirectFormat direct ->
          vertx
              .executeBlocking(() -> direct.answer(body), false)
              .onSuccess(this::answer)
              .onFailure(this::reject);
    }
  }

  private void answer(ChatFormat chat, Question question) {
    asked = question;
    boolean stream = question.delivery().stream();
    if (!question.prompt().prefill().isEmpty()
        && provider.behaviour().refusals().refusesPrefill()) {
      reject(new BadQuestion(NO_PREFILL));
      return;
    }
    Lot lot = provider.draw();
    switch (lot.fate()) {
      case Fate.Answers(), Fate.Cuts(int _), Fate.Fails(int _, int _) ->
          afterwards(lot, () -> deliver(chat, question, lot));
      case Fate.Filters() -> {
        if (chat.refusesFiltered()) {
          fail(
              new Failure(400, "The simulated filter stopped the prompt.", 0, true),
              Count.FILTERED);
        } else {
          afterwards(lot, () -> deliver(chat, question, lot));
        }
      }
      case Fate.Hangs(int after) -> {
        if (after == 0 || !stream) {
          hang();
        } else {
          afterwards(lot, () -> deliver(chat, question, lot));
        }
      }
      case Fate.Refuses(int status, int retryAfter) -> refuse(status, retryAfter);
      case Fate.Resets() -> reset();
      case Fate.Garbles() -> afterwards(lot, () -> garble(stream ? chat.streamType() : JSON));
    }
  }

  private void answer(Written written) {
    if (done) {
      return;
    }
    Lot lot = provider.draw();
    switch (lot.fate()) {
      case Fate.Answers(), Fate.Cuts(int _), Fate.Filters(), Fate.Fails(int _, int _) ->
          afterwards(lot, () -> deliverWhole(written, lot.fate(), 0));
      case Fate.Hangs(int _) -> hang();
      case Fate.Refuses(int status, int retryAfter) -> refuse(status, retryAfter);
      case Fate.Resets() -> reset();
      case Fate.Garbles() -> afterwards(lot, () -> garble(JSON));
    }
  }

  private void afterwards(Lot lot, Runnable next) {
    later(lot.firstToken().toMillis(), next);
  }

  private void deliver(ChatFormat chat, Question question, Lot lot) {
    Reply composed = provider.reply(question, lot);
    reply = composed;
    int perSecond = provider.behaviour().pace().tokensPerSecond();
    if (question.delivery().stream()) {
      response.putHeader("content-type", chat.streamType());
      new StreamedAnswer(this, composed, chat.stream(composed), perSecond, lot.fate()).start();
      return;
    }
    int tokens = composed.completionTokens();
    long writingMs = perSecond == 0 ? 0 : tokens * 1_000L / perSecond;
    later(writingMs, () -> deliverWhole(Written.body(chat.whole(composed)), lot.fate(), tokens));
  }

  private void deliverWhole(Written written, Fate fate, int tokens) {
    Buffer body = Buffer.buffer(written.body());
    response.putHeader("content-type", JSON);
    written.headers().forEach(response::putHeader);
    if (fate instanceof Fate.Cuts) {
      response.putHeader("content-length", Integer.toString(body.length()));
      cut(body.getBuffer(0, body.length() / 2));
      return;
    }
    provider.stats().add(Count.TOKENS, tokens);
    finish(fate instanceof Fate.Filters ? Count.FILTERED : Count.ANSWERED);
    response.end(body);
  }

  private void refuse(int status, int retryAfterSeconds) {
    String message = "Simulated error " + status + " of " + provider.name() + ".";
    fail(new Failure(status, message, retryAfterSeconds, false), Count.ERRORS);
  }

  private void reject(Throwable why) {
    if (why instanceof BadQuestion bad) {
      fail(new Failure(bad.status(), String.valueOf(bad.getMessage())), Count.REJECTED);
    } else {
      gone();
    }
  }

  private void fail(Failure failure, Count count) {
    if (done) {
      return;
    }
    finish(count);
    Written error = format.errors().write(failure);
    error.headers().forEach(response::putHeader);
    response.setStatusCode(failure.status()).putHeader("content-type", JSON);
    response.end(error.body());
  }

  private void garble(String contentType) {
    response.putHeader("content-type", contentType);
    finish(Count.GARBAGE);
    response.end("data: {\"choices\":[{\"del\u0001\u0002<html>\u0003 \"\\x\n\n");
  }

  void hang() {
    later(
        LONGEST_SILENCE.toMillis(),
        () -> {
          finish(Count.HUNG);
          close();
        });
  }

  /** Sends a beginning and closes the connection once it is out. */
  void cut(Buffer beginning) {
    finish(Count.CUTS);
    response.write(beginning).onComplete(_ -> close());
  }

  private void reset() {
    finish(Count.RESETS);
    if (request.connection() instanceof HttpServerConnection connection
        && request.version() != HttpVersion.HTTP_2) {
      // A close with linger 0 is a TCP reset; Vert.x has no public way to set that for one socket.
      connection.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    close();
  }

  private void close() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      request.connection().close();
    }
  }

  private void gone() {
    finish(provider.down() ? Count.DROPPED : Count.CANCELLED_BY_CLIENT);
  }

  HttpServerResponse response() {
    return response;
  }

  boolean over() {
    return done;
  }

  void sent(int tokens) {
    provider.stats().add(Count.TOKENS, tokens);
  }

  /** Counts the end of this call, once, and forgets what was still to come. */
  void finish(Count how) {
    if (!done) {
      done = true;
      vertx.cancelTimer(timer);
      provider.stats().ended(how);
      enter(how);
    }
  }

  /** Errors and what never reached a model are on no bill. */
  private void enter(Count how) {
    if (asked == null) {
      return;
    }
    String header = request.getHeader(Ledger.REQUEST_ID);
    boolean completed = reply != null && (how == Count.ANSWERED || how == Count.FILTERED);
    provider
        .ledger()
        .add(
            new Ledger.Call(
                header == null ? "" : header,
                asked.model(),
                completed,
                reply == null ? 0 : reply.promptTokens(),
                reply == null ? 0 : reply.outputTokens(),
                startedMs,
                provider.nowMs()));
  }

  /** Runs the next step after a time, unless the call has ended by then. */
  void later(long delayMs, Runnable next) {
    if (done) {
      return;
    }
    if (delayMs <= 0) {
      next.run();
    } else {
      timer = vertx.setTimer(delayMs, _ -> next.run());
    }
  }
}

package dev.strowger.simulator;

import dev.strowger.simulator.Stats.Count;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends the pieces of an answer as they fall due. Pieces due within one tick go out in one write,
 * so that a fast pace does not cost a timer and a packet for each token.
 */
final class StreamedAnswer {
  private static final long TICK_MS = 5;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final ChatFormat.Stream stream;
  private final List<String> pieces;
  private final int tokensPerSecond;
  private final Fate fate;
  private final long startNanos = System.nanoTime();
  private int sent;

  StreamedAnswer(
      Exchange exchange, Reply reply, ChatFormat.Stream stream, int tokensPerSecond, Fate fate) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.stream = stream;
    this.pieces = upTo(reply.answer().pieces(), fate);
    this.tokensPerSecond = tokensPerSecond;
    this.fate = fate;
  }

  private static List<String> upTo(List<String> pieces, Fate fate) {
    return switch (fate) {
      case Fate.Cuts(int after) -> pieces.subList(0, Math.min(after, pieces.size()));
      case Fate.Hangs(int after) -> pieces.subList(0, Math.min(after, pieces.size()));
      case Fate.Fails(int after, int _) -> pieces.subList(0, Math.min(after, pieces.size()));
      case Fate.Answers(),
          Fate.Filters(),
          Fate.Garbles(),
          Fate.Refuses(int _, int _),
          Fate.Resets() ->
          pieces;
    };
  }

  void start() {
    response.setChunked(true);
    send(new StringBuilder(2_048).append(stream.opening()));
  }

  private void tick() {
    if (exchange.over()) {
      return;
    }
    if (response.writeQueueFull()) {
      response.drainHandler(
          _ -> {
            response.drainHandler(null);
            tick();
          });
      return;
    }
    send(new StringBuilder(512));
  }

  private void send(StringBuilder out) {
    int due = due();
    exchange.sent(due - sent);
    while (sent < due) {
      stream.piece(out, pieces.get(sent++));
    }
    if (sent == pieces.size()) {
      end(out);
      return;
    }
    if (!out.isEmpty()) {
      response.write(stream.encode(out));
    }
    long nextNanos = sent * NANOS_PER_SECOND / tokensPerSecond;
    long waitMs = TimeUnit.NANOSECONDS.toMillis(nextNanos - (System.nanoTime() - startNanos)) + 1;
    exchange.later(Math.max(TICK_MS, waitMs), this::tick);
  }

  private int due() {
    if (tokensPerSecond == 0) {
      return pieces.size();
    }
    long passed = (System.nanoTime() - startNanos) * tokensPerSecond / NANOS_PER_SECOND;
    return (int) Math.min(pieces.size(), Math.max(sent, passed + 1));
  }

  private void end(StringBuilder out) {
    switch (fate) {
      case Fate.Cuts(int _) -> exchange.cut(stream.encode(out));
      case Fate.Hangs(int _) -> {
        response.write(stream.encode(out));
        exchange.hang();
      }
      case Fate.Fails(int _, int status) -> {
        exchange.finish(Count.ERRORS);
        String message = "Simulated error " + status + " in the middle of a stream.";
        response.end(stream.encode(out.append(stream.failing(new Failure(status, message)))));
      }
      case Fate.Filters() -> close(out, Count.FILTERED);
      case Fate.Answers(), Fate.Garbles(), Fate.Refuses(int _, int _), Fate.Resets() ->
          close(out, Count.ANSWERED);
    }
  }

  private void close(StringBuilder out, Count how) {
    exchange.finish(how);
    response.end(stream.encode(out.append(stream.closing())));
  }
}

package dev.strowger.simulator;

import dev.strowger.simulator.Answer.Reply;
import dev.strowger.simulator.Stats.Count;
import io.vertx.core.buffer.Buffer;
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
  private final WireFormat.Stream stream;
  private final List<String> pieces;
  private final int tokensPerSecond;
  private final Fate fate;
  private final long startNanos = System.nanoTime();
  private int sent;

  StreamedAnswer(
      Exchange exchange, Reply reply, WireFormat.Stream stream, int tokensPerSecond, Fate fate) {
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
      case Fate.Answers(), Fate.Garbles(), Fate.Refuses(int _, int _), Fate.Resets() -> pieces;
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
      response.write(Buffer.buffer(out.toString()));
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
      case Fate.Cuts(int _) -> exchange.cut(Buffer.buffer(out.toString()));
      case Fate.Hangs(int _) -> {
        response.write(Buffer.buffer(out.toString()));
        exchange.hang();
      }
      case Fate.Answers(), Fate.Garbles(), Fate.Refuses(int _, int _), Fate.Resets() -> {
        exchange.finish(Count.ANSWERED);
        response.end(Buffer.buffer(out.append(stream.closing()).toString()));
      }
    }
  }
}

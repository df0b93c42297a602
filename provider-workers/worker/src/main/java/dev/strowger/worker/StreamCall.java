package dev.strowger.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.channel.Frame;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pipes one provider stream to the ingress that waits. Until the first token nothing leaves, so
 * that a failure up to there can be made good by the next step of the plan.
 */
final class StreamCall {
  /** Events before the first token: roles, beginnings of blocks. */
  private static final int MAX_HELD_BYTES = 1 << 20;

  /** For the end of a body whose last event was seen, so that its connection can be used again. */
  private static final Duration DRAIN = Duration.ofMillis(100);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AskedCall asked;
  private final Upstream upstream;
  private final Outlets outlets;
  private final TimeSource time;
  private final Deadlines deadlines;
  private final Stopwatch watch;
  private final CancelToken token;
  private final ProviderResponse response;
  private final StreamDecoder decoder;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private long received;
  private @Nullable ChannelStream channel;
  private StreamDecoder.@Nullable Ending ending;

  StreamCall(
      AskedCall asked,
      Upstream upstream,
      Outlets outlets,
      Started started,
      ProviderResponse response) {
    this.asked = asked;
    this.upstream = upstream;
    this.outlets = outlets;
    this.time = response.time();
    this.deadlines = started.deadlines();
    this.watch = started.watch();
    this.token = started.token();
    this.response = response;
    this.decoder = upstream.dialect().stream(asked.call(), upstream.provider());
  }

  /** What every call of one attempt shares. */
  record Started(Stopwatch watch, Deadlines deadlines, CancelToken token) {}

  CallOutcome run() throws InterruptedException {
    try {
      return pump();
    } finally {
      response.pieces().release();
    }
  }

  private CallOutcome pump() throws InterruptedException {
    while (true) {
      switch (response.pieces().next(patience())) {
        case Piece.Bytes(byte[] bytes) -> {
          received += bytes.length;
          CallOutcome stopped = pass(decoder.feed(bytes, 0, bytes.length));
          if (stopped != null) {
            return stopped;
          }
          if (decoder.finished()) {
            return ended();
          }
        }
        case Piece.End() -> {
          return ended();
        }
        case Piece.Broken(Fault fault) -> {
          return brokeOff(fault);
        }
        case Piece.Late() -> {
          return brokeOff(late());
        }
        case Piece.Cancelled() -> {
          return gone("the client went away");
        }
      }
    }
  }

  /** Hands events on, or holds them until the first token; an outcome if that ends the call. */
  private @Nullable CallOutcome pass(byte[] events) throws InterruptedException {
    if (received > upstream.limits().maxResponseBytes()) {
      return brokeOff(tooLarge("a stream over " + upstream.limits().maxResponseBytes() + " bytes"));
    }
    if (channel != null) {
      return channel.write(events) ? null : gone("the client went away");
    }
    held.writeBytes(events);
    if (held.size() > MAX_HELD_BYTES) {
      return brokeOff(tooLarge("no token within " + MAX_HELD_BYTES + " bytes of events"));
    }
    if (!decoder.firstTokenSeen()) {
      return null;
    }
    watch.firstToken();
    return open();
  }

  /** Opens the channel and sends what was held. */
  private @Nullable CallOutcome open() throws InterruptedException {
    boolean simulated = upstream.access().simulated();
    return switch (outlets.channels().open(asked.delivery(), simulated, asked.dropped())) {
      case ChannelClient.Opened.Open(ChannelStream stream) -> {
        channel = stream;
        token.opened();
        stream.onEnd(token::cancel);
        yield stream.write(held.toByteArray()) ? null : gone("the client went away");
      }
      case ChannelClient.Opened.Busy() -> new CallOutcome.AnsweredElsewhere(usageSoFar());
      case ChannelClient.Opened.Gone(String why) -> gone(why);
    };
  }

  private CallOutcome ended() throws InterruptedException {
    watch.stop();
    return switch (ending()) {
      case StreamDecoder.Ending.Broken(Fault fault, TokenUsage usage) -> brokeOff(fault, usage);
      case StreamDecoder.Ending.Completed completed -> completed(completed);
    };
  }

  private CallOutcome completed(StreamDecoder.Ending.Completed end) throws InterruptedException {
    if (channel == null) {
      // A complete answer without any token, e.g. an immediate stop.
      CallOutcome stopped = open();
      if (stopped != null) {
        return stopped;
      }
    }
    ChannelStream open = java.util.Objects.requireNonNull(channel);
    // The end of the channel is now its proper end, no longer the client's going.
    token.onCancel(() -> {});
    outlets.keeper().keep(asked.delivery(), end.whole());
    if (!open.write(end.lastEvents()) || !open.finish(new Frame.End())) {
      return new CallOutcome.ClientGone("the client went away before the end", end.usage());
    }
    drain();
    return new CallOutcome.Streamed(end.finishReason(), end.usage());
  }

  private CallOutcome brokeOff(Fault fault) throws InterruptedException {
    watch.stop();
    return brokeOff(fault, usageSoFar());
  }

  /** The place where the rest of the plan could take over a stream that the client has begun. */
  private CallOutcome brokeOff(Fault fault, TokenUsage usage) throws InterruptedException {
    if (channel == null) {
      return new CallOutcome.Faulted(fault, usage);
    }
    token.onCancel(() -> {});
    channel.finish(new Frame.Failed(error(fault)));
    return new CallOutcome.BrokeOff(fault, usage);
  }

  private CallOutcome gone(String why) {
    watch.stop();
    if (channel != null) {
      channel.reset();
    }
    return new CallOutcome.ClientGone(why, usageSoFar());
  }

  private TokenUsage usageSoFar() {
    return switch (ending()) {
      case StreamDecoder.Ending.Completed(var _, var _, TokenUsage usage, var _) -> usage;
      case StreamDecoder.Ending.Broken(var _, TokenUsage usage) -> usage;
    };
  }

  private StreamDecoder.Ending ending() {
    if (ending == null) {
      ending = decoder.end();
    }
    return ending;
  }

  /** How long the next piece is waited for, in nanoseconds. */
  private long patience() {
    long now = time.ticks();
    return channel == null
        ? deadlines.first() - now
        : Math.min(deadlines.idleNanos(), deadlines.total() - now);
  }

  private Fault late() {
    if (channel == null) {
      return Fault.of(FailureKind.TIMEOUT, "no token within " + deadlines.firstLimit());
    }
    return Fault.of(
        FailureKind.TIMEOUT,
        time.ticks() >= deadlines.total()
            ? "the stream was not complete within its total time"
            : "no token for " + deadlines.idleNanos() / 1_000_000 + " ms");
  }

  private static Fault tooLarge(String message) {
    return Fault.of(FailureKind.PROVIDER_ERROR, message);
  }

  private void drain() throws InterruptedException {
    long end = time.ticks() + DRAIN.toNanos();
    while (response.pieces().next(end - time.ticks()) instanceof Piece.Bytes) {
      // What follows the provider's own end means nothing.
    }
  }

  private static byte[] error(Fault fault) {
    boolean timeout = fault.kind() == FailureKind.TIMEOUT;
    try {
      return JSON.writeValueAsBytes(
          Map.of(
              "status",
              timeout ? 504 : 502,
              "type",
              "server_error",
              "code",
              timeout ? "timeout" : "upstream_failed",
              "message",
              "the answer broke off: " + Delivery.cut(fault.message())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }
}

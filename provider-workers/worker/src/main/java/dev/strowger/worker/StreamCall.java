package dev.strowger.worker;

import dev.strowger.channel.Frame;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Pipes one provider stream to the ingress that waits. Until the first token nothing leaves, so
 * that a failure up to there can be made good by the next step of the plan.
 */
final class StreamCall {
  /** Events before the first token: roles, beginnings of blocks. */
  private static final int MAX_HELD_BYTES = 1 << 20;

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
  private final PassedEvents passed;
  private long received;

  /** The client has left, and what it may ask for again is read on. */
  private boolean alone;

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
    this.passed = PassedEvents.of(asked, upstream, outlets.keeper());
    this.decoder = asked.decoder(upstream);
    asked.begun().ifPresent(begun -> passed.add(begun.events()));
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
      return brokeOff(
          BreakOff.tooLarge("a stream over " + upstream.limits().maxResponseBytes() + " bytes"));
    }
    if (begun()) {
      return hand(events);
    }
    held.writeBytes(events);
    if (!decoder.firstTokenSeen()) {
      return held.size() > MAX_HELD_BYTES
          ? brokeOff(BreakOff.tooLarge("no token within " + MAX_HELD_BYTES + " bytes of events"))
          : null;
    }
    watch.firstToken();
    return asked.held() ? heldWithinBounds() : open();
  }

  /** The whole answer is to be looked at before the client gets any of it. */
  private @Nullable CallOutcome heldWithinBounds() throws InterruptedException {
    int most = upstream.limits().maxBodyBytes();
    return held.size() > most
        ? brokeOff(BreakOff.tooLarge("an answer over the limit of " + most + " bytes"))
        : null;
  }

  /** Opens the channel and sends what was held. */
  private @Nullable CallOutcome open() throws InterruptedException {
    boolean simulated = upstream.access().simulated();
    return switch (outlets
        .channels()
        .open(asked.delivery(), simulated, asked.begun(), asked.dropped())) {
      case ChannelClient.Opened.Open(ChannelStream stream) -> {
        channel = stream;
        token.opened();
        if (!passed.wanted()) {
          stream.onEnd(token::cancel);
        }
        yield hand(held.toByteArray());
      }
      case ChannelClient.Opened.Busy() -> new CallOutcome.AnsweredElsewhere(used(usageSoFar()));
      case ChannelClient.Opened.Gone(String why) -> {
        passed.add(held.toByteArray());
        yield left(why);
      }
    };
  }

  private boolean begun() {
    return channel != null || alone;
  }

  private @Nullable CallOutcome hand(byte[] events) throws InterruptedException {
    passed.add(events);
    if (channel == null) {
      return passed.wanted() ? null : gone("the client went away");
    }
    return channel.write(events) ? null : left("the client went away");
  }

  /** An outcome unless the client may come back for the answer. */
  private @Nullable CallOutcome left(String why) {
    if (!passed.wanted()) {
      return gone(why);
    }
    if (channel != null) {
      channel.reset();
      channel = null;
    }
    alone = true;
    return null;
  }

  private CallOutcome ended() throws InterruptedException {
    watch.stop();
    return switch (ending()) {
      case StreamDecoder.Ending.Broken(Fault fault, TokenUsage usage) -> brokeOff(fault, usage);
      case StreamDecoder.Ending.Completed completed -> completed(completed);
    };
  }

  private CallOutcome completed(StreamDecoder.Ending.Completed end) throws InterruptedException {
    if (asked.held()) {
      held.writeBytes(end.lastEvents());
      CallOutcome tooLarge = heldWithinBounds();
      if (tooLarge != null) {
        return tooLarge;
      }
      response.drain();
      WholeAnswer.End how = new WholeAnswer.End(end.finishReason(), end.usage());
      return new CallOutcome.Held(asked.whole(held.toByteArray(), true, end.whole(), how));
    }
    if (!begun()) {
      // A complete answer without any token, e.g. an immediate stop.
      CallOutcome stopped = open();
      if (stopped != null) {
        return stopped;
      }
    }
    // The end of the channel is now its proper end, no longer the client's going.
    token.onCancel(() -> {});
    outlets.keeper().keep(asked.delivery(), end.whole());
    passed.add(end.lastEvents());
    boolean served =
        channel != null && channel.write(end.lastEvents()) && channel.finish(new Frame.End());
    if (!served && !passed.wanted()) {
      return new CallOutcome.ClientGone("the client went away before the end", used(end.usage()));
    }
    if (!passed.kept()) {
      return new CallOutcome.Faulted(BreakOff.NOT_KEPT, end.usage());
    }
    response.drain();
    return new CallOutcome.Streamed(end.finishReason(), end.usage(), passed.copy());
  }

  private CallOutcome brokeOff(Fault fault) throws InterruptedException {
    watch.stop();
    return brokeOff(fault, usageSoFar());
  }

  private CallOutcome brokeOff(Fault fault, TokenUsage usage) throws InterruptedException {
    if (channel == null) {
      return new CallOutcome.Faulted(fault, decoder.pieces() > 0 ? used(usage) : usage);
    }
    token.onCancel(() -> {});
    OptionalInt next = GoingOn.after(asked.delivery(), fault.kind(), time.now());
    if (next.isEmpty()) {
      channel.finish(new Frame.Failed(BreakOff.told(fault)));
      return new CallOutcome.BrokeOff(fault, used(usage));
    }
    // Leaves the client to the step that goes on.
    return channel.finish(new Frame.Interrupted(BreakOff.told(fault)))
        ? new CallOutcome.Interrupted(fault, used(usage), next.getAsInt())
        : new CallOutcome.ClientGone("the client went away when the answer broke off", used(usage));
  }

  private CallOutcome gone(String why) {
    watch.stop();
    if (channel != null) {
      channel.reset();
    }
    return new CallOutcome.ClientGone(why, used(usageSoFar()));
  }

  private TokenUsage used(TokenUsage told) {
    return BreakOff.used(asked.call(), decoder, told);
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

  /** Whether text comes, be it that the client has it from before the break. */
  private boolean flowing() {
    return begun() || decoder.pieces() > 0;
  }

  /** How long the next piece is waited for, in nanoseconds. */
  private long patience() {
    long now = time.ticks();
    return flowing()
        ? Math.min(deadlines.idleNanos(), deadlines.total() - now)
        : deadlines.first() - now;
  }

  private Fault late() {
    return flowing()
        ? BreakOff.silent(deadlines, time.ticks())
        : Fault.of(FailureKind.TIMEOUT, "no token within " + deadlines.firstLimit());
  }
}

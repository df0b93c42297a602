package dev.strowger.worker;

import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Calls the provider once for one delivery, for a whole answer or a stream. */
final class ProviderCall {
  private final Upstream upstream;
  private final Outlets outlets;
  private final LateAnswers late;
  private final TimeSource time;

  ProviderCall(Upstream upstream, Outlets outlets, LateAnswers late, TimeSource time) {
    this.upstream = upstream;
    this.outlets = outlets;
    this.late = late;
    this.time = time;
  }

  /**
   * The watch runs while the provider is waited for.
   *
   * @param beginning what was found out before
   */
  CallOutcome run(Delivery delivery, Beginning beginning, StreamCall.Started started)
      throws InterruptedException {
    try {
      return switch (beginning) {
        case Beginning.Anew() -> anew(delivery, started);
        case Beginning.Rest(BegunAnswer begun) -> rest(delivery, begun, started);
        case Beginning.Never(CallOutcome.NotCalled why) -> why;
      };
    } finally {
      started.watch().stop();
    }
  }

  /** Where the answer is to begin; asks the door if the client may have a part of it. */
  Beginning beginning(Delivery delivery) throws InterruptedException {
    if (!delivery.perhapsBegun(time.now())) {
      return new Beginning.Anew();
    }
    Beginning beginning = outlets.channels().beginning(delivery);
    // A client with a key comes back for the whole answer.
    return delivery.keyed()
            && beginning instanceof Beginning.Never(var why)
            && why.standing() == CallOutcome.NotCalled.Standing.GONE
        ? new Beginning.Anew()
        : beginning;
  }

  private CallOutcome anew(Delivery delivery, StreamCall.Started started)
      throws InterruptedException {
    Dialect.Call call = upstream.call(delivery);
    return switch (upstream.dialect().encode(call, upstream.provider())) {
      case Dialect.Encoding.Unsendable(Fault fault) -> Upstream.failed(fault);
      case Dialect.Encoding.Known(Dialect.Decoding.Answered answer) ->
          kept(
              delivery,
              new CallOutcome.Answered(
                  answer.body(), answer.finishReason(), answer.usage(), List.of()));
      case Dialect.Encoding.Sendable(ProviderRequest request, var dropped) ->
          gone(send(request, new AskedCall(delivery, call, Optional.empty(), dropped), started));
    };
  }

  /** Goes on with what the client has, in the best way that this target has not refused. */
  private CallOutcome rest(Delivery delivery, BegunAnswer begun, StreamCall.Started started)
      throws InterruptedException {
    Dialect.Call call = upstream.call(delivery);
    boolean refused = BrokenPath.refusedPrefill(delivery.routed().getPath(), delivery.step());
    Fault why = Fault.of(FailureKind.UNSUPPORTED, "it cannot go on with a text");
    List<Continuing> ways = upstream.dialect().continuings(call, upstream.provider());
    for (Continuing way : ways) {
      if (way == Continuing.PREFILL && refused) {
        continue;
      }
      switch (upstream.dialect().encodeRest(call, upstream.provider(), begun.sent(), way)) {
        case Dialect.Encoding.Unsendable(Fault fault) -> why = fault;
        case Dialect.Encoding.Known _ -> {
          // Only what is not streamed is known without a call.
        }
        case Dialect.Encoding.Sendable(ProviderRequest request, var dropped) -> {
          AskedCall asked = new AskedCall(delivery, call, Optional.of(begun), dropped);
          boolean another = way == Continuing.PREFILL && ways.getLast() != way;
          return continued(gone(send(request, asked, started)), another);
        }
      }
    }
    return Upstream.failed(unsupported(why));
  }

  /** A refusal to go on is not the fault of the client's request: it was good before. */
  private static CallOutcome continued(CallOutcome outcome, boolean anotherWay) {
    if (!(outcome instanceof CallOutcome.Faulted(Fault fault, TokenUsage usage))
        || (fault.kind() != FailureKind.BAD_REQUEST && fault.kind() != FailureKind.UNSUPPORTED)) {
      return outcome;
    }
    return anotherWay
        ? new CallOutcome.WayRefused(unsupported(fault), usage)
        : new CallOutcome.Faulted(unsupported(fault), usage);
  }

  private static Fault unsupported(Fault fault) {
    return new Fault(
        FailureKind.UNSUPPORTED,
        fault.httpStatus(),
        fault.message(),
        fault.param(),
        fault.retryAfter());
  }

  private CallOutcome send(ProviderRequest request, AskedCall asked, StreamCall.Started started)
      throws InterruptedException {
    String requestId = asked.delivery().requestId();
    return switch (upstream
        .client()
        .send(request, requestId, started.deadlines(), started.token())) {
      case ProviderClient.Sent.Failed(Fault fault) -> Upstream.failed(fault);
      case ProviderClient.Sent.Overdue(Fault fault, var future) -> {
        if (asked.call().stream()) {
          future.cancel(true);
        } else {
          late.headless(asked, started.watch(), future);
        }
        yield Upstream.failed(fault);
      }
      case ProviderClient.Sent.Responded(ProviderResponse response) ->
          asked.call().stream() && response.status() == 200 && !response.json()
              ? stream(asked, response, started)
              : whole(asked, response, started);
    };
  }

  private CallOutcome stream(AskedCall asked, ProviderResponse response, StreamCall.Started started)
      throws InterruptedException {
    if (response.packed()) {
      response.pieces().release();
      return Upstream.failed(
          Fault.of(FailureKind.PROVIDER_ERROR, "a packed stream, although none was asked for"));
    }
    return new StreamCall(asked, upstream, outlets, started, response).run();
  }

  private CallOutcome whole(AskedCall asked, ProviderResponse response, StreamCall.Started started)
      throws InterruptedException {
    CallOutcome outcome =
        upstream.answer(
            response, asked, started.deadlines(), body -> overdue(asked, started, response, body));
    if (!(outcome instanceof CallOutcome.Answered answered)) {
      return outcome;
    }
    if (asked.call().stream()) {
      return new CallOutcome.Faulted(
          Fault.of(FailureKind.PROVIDER_ERROR, "a whole answer instead of a stream"),
          answered.usage());
    }
    started.watch().stop();
    outlets.keeper().keep(asked.delivery(), Optional.of(answered.body()));
    return kept(asked.delivery(), answered);
  }

  /** An answer that is to be kept for repeats, and cannot be, is left to another delivery. */
  private CallOutcome kept(Delivery delivery, CallOutcome.Answered answered)
      throws InterruptedException {
    if (!delivery.keyed()) {
      return answered;
    }
    KeptAnswer answer =
        new KeptAnswer(answered.body(), false, upstream.access().simulated(), answered.dropped());
    return outlets.keeper().keepForRepeats(delivery, answer)
        ? answered
        : new CallOutcome.Faulted(StreamCall.NOT_KEPT, answered.usage());
  }

  private void overdue(
      AskedCall asked,
      StreamCall.Started started,
      ProviderResponse response,
      ByteArrayOutputStream body) {
    if (asked.call().stream() || response.status() != 200) {
      response.pieces().release();
    } else {
      started.token().onCancel(() -> {});
      late.headed(asked, started.watch(), response, body);
    }
  }

  private static CallOutcome gone(CallOutcome outcome) {
    return outcome instanceof CallOutcome.Faulted(Fault fault, TokenUsage usage)
            && fault.kind() == FailureKind.CANCELLED
        ? new CallOutcome.ClientGone(fault.message(), usage)
        : outcome;
  }
}

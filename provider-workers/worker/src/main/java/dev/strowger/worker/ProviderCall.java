package dev.strowger.worker;

import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.review.BodyVariants;
import dev.strowger.records.Acceptance;
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

  Upstream upstream() {
    return upstream;
  }

  Outlets outlets() {
    return outlets;
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
        case Beginning.Rest(BegunAnswer begun) ->
            begun.sent().closing().isPresent()
                ? new Closing(outlets, calls())
                    .close(delivery, begun, upstream.access().simulated(), started)
                : rest(delivery, begun, started);
        case Beginning.Never(CallOutcome.NotCalled why) -> why;
      };
    } finally {
      started.watch().stop();
    }
  }

  /** Where the answer is to begin; asks the door if the client may have a part of it. */
  Beginning beginning(Delivery delivery) throws InterruptedException {
    return Beginning.of(outlets.channels(), delivery, time.now());
  }

  private CallOutcome anew(Delivery delivery, StreamCall.Started started)
      throws InterruptedException {
    Dialect.Call call = calls().of(delivery);
    if (!Escalating.wanted(delivery, time.now())) {
      return anew(delivery, call, AskedCall.Then.GIVE, started);
    }
    Optional<CallOutcome> told = withLogprobs(delivery, call, started);
    return told.isPresent() ? told.get() : anew(delivery, call, AskedCall.Then.HOLD, started);
  }

  /**
   * With the log-probabilities that a gate wants to know and the client did not ask for; empty if
   * the target does not take that, or none are wanted.
   */
  private Optional<CallOutcome> withLogprobs(
      Delivery delivery, Dialect.Call call, StreamCall.Started started)
      throws InterruptedException {
    Acceptance accept = delivery.step().getAccept();
    boolean told =
        upstream.provider().traits().capabilities().contains(Provider.Capability.LOGPROBS);
    if (accept == null || accept.getMinLogprob() == null || !told) {
      return Optional.empty();
    }
    Optional<byte[]> body = BodyVariants.withLogprobs(call.api(), call.body());
    if (body.isEmpty()) {
      return Optional.empty();
    }
    Dialect.Call asking = ClientCalls.with(call, body.get());
    if (!(upstream.dialect().encode(asking, upstream.provider())
            instanceof Dialect.Encoding.Sendable(var _, var dropped))
        || dropped.contains("logprobs")) {
      return Optional.empty();
    }
    CallOutcome outcome = anew(delivery, asking, AskedCall.Then.HOLD_EXTRA, started);
    boolean refused =
        outcome instanceof CallOutcome.Faulted(Fault fault, var _) && refuses(fault.kind());
    return refused ? Optional.empty() : Optional.of(outcome);
  }

  /** Some models of a provider that has log-probabilities refuse to tell them, one with a 403. */
  private static boolean refuses(FailureKind kind) {
    return kind == FailureKind.BAD_REQUEST
        || kind == FailureKind.UNSUPPORTED
        || kind == FailureKind.AUTHENTICATION;
  }

  private CallOutcome anew(
      Delivery delivery, Dialect.Call call, AskedCall.Then then, StreamCall.Started started)
      throws InterruptedException {
    return switch (upstream.dialect().encode(call, upstream.provider())) {
      case Dialect.Encoding.Unsendable(Fault fault) -> Upstream.failed(fault);
      case Dialect.Encoding.Known(Dialect.Decoding.Answered answer) ->
          kept(
              delivery,
              new CallOutcome.Answered(
                  answer.body(), answer.finishReason(), answer.usage(), List.of()));
      case Dialect.Encoding.Sendable(ProviderRequest request, var dropped) ->
          gone(
              send(
                  request,
                  new AskedCall(delivery, call, Optional.empty(), dropped, then),
                  started));
    };
  }

  /** Goes on with what the client has, in the best way that this target has not refused. */
  private CallOutcome rest(Delivery delivery, BegunAnswer begun, StreamCall.Started started)
      throws InterruptedException {
    Dialect.Call call = calls().of(delivery);
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
          AskedCall asked =
              new AskedCall(delivery, call, Optional.of(begun), dropped, AskedCall.Then.GIVE);
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
      case ProviderClient.Sent.Failed failed -> Upstream.failed(failed, asked);
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
    if (asked.then() == AskedCall.Then.KEEP) {
      return answered;
    }
    if (asked.held()) {
      WholeAnswer.End end = new WholeAnswer.End(answered.finishReason(), answered.usage());
      return new CallOutcome.Held(
          asked.whole(answered.body(), false, Optional.of(answered.body()), end));
    }
    outlets.keeper().keep(asked.delivery(), Optional.of(answered.body()));
    return kept(asked.delivery(), answered);
  }

  /** An answer that is to be kept for repeats, and cannot be, is left to another delivery. */
  private CallOutcome kept(Delivery delivery, CallOutcome.Answered answered)
      throws InterruptedException {
    KeptAnswer answer =
        new KeptAnswer(answered.body(), false, upstream.access().simulated(), answered.dropped());
    return outlets.keeper().keepForRepeats(delivery, answer)
        ? answered
        : new CallOutcome.Faulted(BreakOff.NOT_KEPT, answered.usage());
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

  /**
   * Asks the provider something for the gateway itself.
   *
   * @param note what for
   */
  CallOutcome ask(Delivery delivery, Dialect.Call call, String note, StreamCall.Started started)
      throws InterruptedException {
    try {
      CallOutcome outcome = anew(delivery, call, AskedCall.Then.KEEP, started);
      return outcome instanceof CallOutcome.Answered(byte[] body, var _, TokenUsage usage, var _)
          ? new CallOutcome.Aside(body, usage, note)
          : outcome;
    } finally {
      started.watch().stop();
    }
  }

  ClientCalls calls() {
    return new ClientCalls(upstream.limits().maxBodyBytes());
  }
}

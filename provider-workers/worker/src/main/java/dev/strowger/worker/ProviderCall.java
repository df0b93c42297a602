package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Calls the provider once for one delivery, for a whole answer or a stream. */
final class ProviderCall {
  private final Upstream upstream;
  private final Outlets outlets;
  private final LateAnswers late;

  ProviderCall(Upstream upstream, Outlets outlets, LateAnswers late) {
    this.upstream = upstream;
    this.outlets = outlets;
    this.late = late;
  }

  /** The watch runs while the provider is waited for. */
  CallOutcome run(Delivery delivery, StreamCall.Started started) throws InterruptedException {
    try {
      Dialect.Call call = call(delivery);
      return switch (upstream.dialect().encode(call, upstream.provider())) {
        case Dialect.Encoding.Unsendable(Fault fault) -> Upstream.failed(fault);
        case Dialect.Encoding.Known(Dialect.Decoding.Answered answer) ->
            new CallOutcome.Answered(
                answer.body(), answer.finishReason(), answer.usage(), List.of());
        case Dialect.Encoding.Sendable(ProviderRequest request, var dropped) ->
            gone(send(request, new AskedCall(delivery, call, dropped), started));
      };
    } finally {
      started.watch().stop();
    }
  }

  private CallOutcome send(ProviderRequest request, AskedCall asked, StreamCall.Started started)
      throws InterruptedException {
    return switch (upstream.client().send(request, started.deadlines(), started.token())) {
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
    return outcome;
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

  private Dialect.Call call(Delivery delivery) {
    RequestRecord request = delivery.request();
    byte[] body =
        new Body(request.getBodyEncoding(), request.getBody())
            .unpack(upstream.limits().maxBodyBytes());
    return new Dialect.Call(
        Api.of(request.getApi()).orElse(Api.CHAT_COMPLETIONS),
        request.getRequestId(),
        request.getReceivedAt().getEpochSecond(),
        delivery.step().getModel(),
        request.getModel(),
        request.getStream(),
        request.getIncludeUsage(),
        request.getLenient(),
        delivery.step().getSafety(),
        body);
  }
}

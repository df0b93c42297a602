package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;

/**
 * What is asked of a step's target: what the client asks, or something of the gateway's own. Pure.
 *
 * @param maxBodyBytes of a client's body, unpacked
 */
record ClientCalls(int maxBodyBytes) {
  /** The client's body as a provider may see it. */
  byte[] body(Delivery delivery) {
    return delivery.shield().body().orElseGet(() -> plain(delivery));
  }

  /** The client's body as it came, unpacked. */
  byte[] plain(Delivery delivery) {
    RequestRecord request = delivery.request();
    return new Body(request.getBodyEncoding(), request.getBody()).unpack(maxBodyBytes);
  }

  Dialect.Call of(Delivery delivery) {
    RequestRecord request = delivery.request();
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
        body(delivery),
        delivery.shield());
  }

  /** The same target asked for a whole answer to another body. */
  static Dialect.Call aside(Dialect.Call call, Api api, byte[] body) {
    return new Dialect.Call(
        api,
        call.requestId(),
        call.createdSeconds(),
        call.model(),
        call.requestedModel(),
        false,
        false,
        true,
        call.safety(),
        body,
        call.filter());
  }

  /** The same with another body. */
  static Dialect.Call with(Dialect.Call call, byte[] body) {
    return new Dialect.Call(
        call.api(),
        call.requestId(),
        call.createdSeconds(),
        call.model(),
        call.requestedModel(),
        call.stream(),
        call.includeUsage(),
        call.lenient(),
        call.safety(),
        body,
        call.filter());
  }
}

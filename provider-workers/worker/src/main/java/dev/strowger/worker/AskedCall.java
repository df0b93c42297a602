package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.StreamDecoder;
import java.util.List;
import java.util.Optional;

/**
 * One call of a provider as it is sent.
 *
 * @param begun the part of the answer that the client has, if it is gone on with
 * @param dropped parameters of the client's that the provider does not get, as many as fit a header
 */
record AskedCall(
    Delivery delivery, Dialect.Call call, Optional<BegunAnswer> begun, List<String> dropped) {
  AskedCall {
    dropped = DroppedNames.bounded(dropped);
  }

  /** A translator for the stream that comes. */
  StreamDecoder decoder(Upstream upstream) {
    Dialect dialect = upstream.dialect();
    return begun
        .map(
            before ->
                dialect.streamRest(
                    call,
                    upstream.provider(),
                    before.sent(),
                    BrokenPath.used(delivery.routed().getPath())))
        .orElseGet(() -> dialect.stream(call, upstream.provider()));
  }
}

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
 * @param then what becomes of the answer
 */
record AskedCall(
    Delivery delivery,
    Dialect.Call call,
    Optional<BegunAnswer> begun,
    List<String> dropped,
    Then then) {
  AskedCall {
    dropped = DroppedNames.bounded(dropped);
  }

  /** What becomes of a whole answer. */
  enum Then {
    /** The client gets it, a stream as it comes. */
    GIVE,
    /** It is looked at first. */
    HOLD,
    /** As HOLD; it has log-probabilities that the client did not ask for. */
    HOLD_EXTRA,
    /** The gateway asked for itself. */
    KEEP
  }

  boolean held() {
    return then == Then.HOLD || then == Then.HOLD_EXTRA;
  }

  WholeAnswer whole(byte[] bytes, boolean events, Optional<byte[]> object, WholeAnswer.End end) {
    return new WholeAnswer(
        call.api(), bytes, events, object, then == Then.HOLD_EXTRA, end, dropped);
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

package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.SentAnswer;
import java.util.List;
import java.util.Optional;

/**
 * One call of a provider as it is sent.
 *
 * @param sent the part of the answer that the client has, if it is gone on with
 * @param dropped parameters of the client's that the provider does not get, as many as fit a header
 */
record AskedCall(
    Delivery delivery, Dialect.Call call, Optional<SentAnswer> sent, List<String> dropped) {
  AskedCall {
    dropped = DroppedNames.bounded(dropped);
  }
}

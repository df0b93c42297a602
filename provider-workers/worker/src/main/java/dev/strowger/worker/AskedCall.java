package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import java.util.List;

/**
 * One call of a provider as it is sent.
 *
 * @param dropped parameters of the client's that the provider does not get, as many as fit a header
 */
record AskedCall(Delivery delivery, Dialect.Call call, List<String> dropped) {
  AskedCall {
    dropped = DroppedNames.bounded(dropped);
  }
}

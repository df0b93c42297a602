package dev.strowger.worker;

import java.util.List;

/**
 * An answer as the client of a request with an Idempotency-Key got it.
 *
 * @param events whether the bytes are a stream's server-sent events; else they are one object
 * @param simulated whether a simulator stood in for the provider
 * @param dropped parameters of the client's that the provider did not get
 */
record KeptAnswer(byte[] bytes, boolean events, boolean simulated, List<String> dropped) {
  KeptAnswer {
    dropped = List.copyOf(dropped);
  }
}

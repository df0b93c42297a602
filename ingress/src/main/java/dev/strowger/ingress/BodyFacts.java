package dev.strowger.ingress;

import dev.strowger.records.RequestFacts;
import java.util.Optional;

/**
 * What the door takes from a request's body in one pass.
 *
 * @param includeUsage whether the client wants usage in its stream
 * @param store whether the answer is to be kept
 * @param previousResponse the kept answer that this request goes on from
 */
record BodyFacts(
    String model,
    boolean stream,
    boolean includeUsage,
    boolean store,
    Optional<String> previousResponse,
    RequestFacts facts) {
  static BodyFacts of(String model, boolean stream, boolean includeUsage, RequestFacts facts) {
    return new BodyFacts(model, stream, includeUsage, false, Optional.empty(), facts);
  }
}

package dev.strowger.ingress;

import dev.strowger.records.RequestFacts;
import java.util.Optional;

/**
 * What the door takes from a request's body in one pass.
 *
 * @param includeUsage whether the client wants usage in its stream
 * @param store whether the answer is to be kept
 * @param earlier what was kept and is part of this request
 */
record BodyFacts(
    String model,
    boolean stream,
    boolean includeUsage,
    boolean store,
    Earlier earlier,
    RequestFacts facts) {
  /**
   * What a request takes from kept answers.
   *
   * @param response the answer it goes on from
   * @param items whether its input refers to items instead of having them
   */
  record Earlier(Optional<String> response, boolean items) {
    static final Earlier NOTHING = new Earlier(Optional.empty(), false);
  }

  static BodyFacts of(String model, boolean stream, boolean includeUsage, RequestFacts facts) {
    return new BodyFacts(model, stream, includeUsage, false, Earlier.NOTHING, facts);
  }
}

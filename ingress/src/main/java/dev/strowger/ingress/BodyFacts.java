package dev.strowger.ingress;

import dev.strowger.records.RequestFacts;
import java.util.Map;
import java.util.Optional;

/**
 * What the door takes from a request's body in one pass.
 *
 * @param store whether the answer is to be kept
 * @param earlier what was kept and is part of this request
 * @param facts without what is found by the words
 */
record BodyFacts(
    String model,
    Streaming streaming,
    boolean store,
    Earlier earlier,
    RequestFacts facts,
    Personal personal) {
  /**
   * @param usage whether the client wants usage in its stream
   */
  record Streaming(boolean asked, boolean usage) {
    static final Streaming NONE = new Streaming(false, false);
  }

  /**
   * What a request takes from kept answers.
   *
   * @param response the answer it goes on from
   * @param items whether its input refers to items instead of having them
   */
  record Earlier(Optional<String> response, boolean items) {
    static final Earlier NOTHING = new Earlier(Optional.empty(), false);
  }

  /**
   * What is the client's own: read here, and never logged.
   *
   * @param metadata the client's tags
   * @param user whom the client names as its user; empty if nobody
   * @param conversation what the client names it by; empty if it does not
   */
  record Personal(
      PromptText.Said said, Map<String, String> metadata, String user, String conversation) {
    static final Personal FORGOTTEN =
        new Personal(new PromptText.Said("", "", ""), Map.of(), "", "");

    @Override
    public String toString() {
      return "Personal[]";
    }
  }

  static BodyFacts of(String model, Streaming streaming, RequestFacts facts, Personal personal) {
    return new BodyFacts(model, streaming, false, Earlier.NOTHING, facts, personal);
  }

  /** Without the words, which need not be held until there is an answer. */
  BodyFacts bare() {
    return new BodyFacts(model, streaming, store, earlier, facts, Personal.FORGOTTEN);
  }

  boolean stream() {
    return streaming.asked();
  }
}

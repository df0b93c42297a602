package dev.strowger.router;

import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.ReplyRecord;
import java.util.Optional;

/** What is to be done with a request: all of it is known before any of it is done. */
sealed interface Ruling {
  DecisionRecord decision();

  /** To the pool of the plan's first step, and copies of it beside the caller. */
  record Routed(Outgoing routed, OpenRequest open, DecisionRecord decision, Copies copies)
      implements Ruling {}

  /**
   * Back to the client; the request has ended.
   *
   * @param bug set if it ended here because of an error of ours
   */
  record Refused(
      ReplyRecord reply, EventRecord terminal, DecisionRecord decision, Optional<String> bug)
      implements Ruling {}
}

package dev.strowger.router;

import dev.strowger.quota.Verdict;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.ReplyRecord;
import java.util.Optional;

/** What is to be done with a request: all of it is known before any of it is done. */
sealed interface Ruling {
  DecisionRecord decision();

  /** What the caller's limits say to it. */
  Verdict verdict();

  /**
   * To the pool of the plan's first step, and copies of it beside the caller.
   *
   * @param reservation the event of what is set aside for it
   */
  record Routed(
      Outgoing routed,
      OpenRequest open,
      DecisionRecord decision,
      Copies copies,
      EventRecord reservation,
      Verdict verdict)
      implements Ruling {}

  /**
   * Back to the client; the request has ended.
   *
   * @param bug set if it ended here because of an error of ours
   */
  record Refused(
      ReplyRecord reply,
      EventRecord terminal,
      DecisionRecord decision,
      Optional<String> bug,
      Verdict verdict)
      implements Ruling {}
}

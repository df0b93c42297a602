package dev.strowger.router;

import dev.strowger.records.Attempt;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.EventRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;

/** What reaches the ledger. */
sealed interface Inbound {
  /** A client's request. */
  record Asked(RequestRecord request) implements Inbound {}

  /** What a worker or a door says happened to a request. */
  record Claimed(EventRecord event) implements Inbound {
    public Claimed {
      if (!(event.getDetail() instanceof Attempt || event.getDetail() instanceof Terminal)) {
        throw new IllegalArgumentException("a claim is neither an attempt nor a terminal");
      }
    }
  }

  /** A record that is neither. */
  record Unreadable(DeadLetter letter) implements Inbound {}
}

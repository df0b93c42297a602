package dev.strowger.router.audit;

import dev.strowger.records.DeadLetter;
import org.apache.avro.specific.SpecificRecord;

/** What reaches a chain. */
sealed interface Entry {
  /** An AuditedRequest or an AuditedAction. */
  record Happened(SpecificRecord what) implements Entry {}

  /** A record that is neither. */
  record Unreadable(DeadLetter letter) implements Entry {}
}

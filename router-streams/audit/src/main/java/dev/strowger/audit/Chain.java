package dev.strowger.audit;

import dev.strowger.records.AuditRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;

/** Adds links; pure. */
public final class Chain {
  private Chain() {}

  /**
   * The next link of a tenant's chain.
   *
   * @param head the link before
   * @param entry AuditedRequest, AuditedAction or Checkpoint
   */
  public static AuditRecord next(String tenant, Head head, Instant at, SpecificRecord entry) {
    AuditRecord link =
        new AuditRecord(
            tenant, head.sequence() + 1, at.truncatedTo(ChronoUnit.MILLIS), head.hash(), entry, "");
    return AuditRecord.newBuilder(link).setHash(Link.hash(link)).build();
  }

  public static Head head(AuditRecord link) {
    return new Head(link.getSequence(), link.getHash());
  }
}

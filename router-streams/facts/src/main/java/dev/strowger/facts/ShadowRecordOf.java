package dev.strowger.facts;

import dev.strowger.policy.Decision;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ShadowRecord;
import java.time.Instant;
import java.util.List;

/** Copies of requests as they travel. */
public final class ShadowRecordOf {
  private ShadowRecordOf() {}

  /**
   * One for each target whose answer the caller is not to see.
   *
   * @param version of the policy that decided
   * @param at when the copies are made
   */
  public static List<ShadowRecord> planned(
      Decision.Planned planned, String version, RequestRecord request, Instant at) {
    return planned.terms().shadows().stream()
        .map(
            copy ->
                new ShadowRecord(
                    request,
                    copy.shadow(),
                    planned.route(),
                    version,
                    PlanStepOf.alone(copy.step(), planned.terms().safety()),
                    copy.perMinute(),
                    copy.dailyMicros(),
                    at,
                    ProtectionOf.redaction(planned.terms().protection()),
                    ProtectionOf.guardrails(planned.terms().protection())))
        .toList();
  }
}

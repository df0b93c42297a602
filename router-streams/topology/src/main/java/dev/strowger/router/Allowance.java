package dev.strowger.router;

import dev.strowger.records.LimitScope;
import dev.strowger.records.Plan;
import dev.strowger.records.RequestRecord;
import java.time.Instant;
import java.util.Set;

/** What callers may still use. */
interface Allowance {
  /**
   * Whether a plan fits into it; nothing is set aside yet.
   *
   * @param at when the request was recorded: limits know no other time
   * @param thrifty scopes whose spent budgets do not refuse this plan
   */
  Admission admit(RequestRecord request, Plan plan, Instant at, Set<LimitScope> thrifty);
}

package dev.strowger.router;

import dev.strowger.policy.Decision;
import dev.strowger.quota.Verdict;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.Plan;

/** A decision, held against what its caller may use. */
sealed interface Draft {
  record Affordable(Decision.Planned planned, Plan plan, DecisionRecord record, Admission admission)
      implements Draft {}

  /** By the policy. */
  record Refused(Decision.Refused refused, DecisionRecord record) implements Draft {}

  /** The credential may not use the route. */
  record NotAllowed(String route) implements Draft {}

  /** A limit is in the way. */
  record Unaffordable(Verdict verdict) implements Draft {}
}

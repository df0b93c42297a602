package dev.strowger.router;

import dev.strowger.facts.CallFactsOf;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.policy.Policy;
import dev.strowger.records.RequestRecord;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A policy, with what it makes of requests that came in under another.
 *
 * @param detecting published versions whose detectors find what this policy goes by
 * @param experiments as {@code name@definition}
 */
record PolicyInForce(Policy policy, List<String> detecting, Set<String> experiments) {
  PolicyInForce {
    detecting = List.copyOf(detecting);
    experiments = Set.copyOf(experiments);
  }

  /**
   * @param detecting published versions whose detectors find what the policy goes by
   */
  static PolicyInForce of(Policy policy, List<String> detecting) {
    return new PolicyInForce(
        policy,
        detecting,
        policy.experiments().stream()
            .map(e -> e.name() + "@" + e.definition())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** What the policy decides on. */
  CallFacts call(RequestRecord request, Instant at, Moment moment) {
    CallFacts call = CallFactsOf.request(request, at, own(moment));
    boolean unseen =
        policy.needs().detectors() && !detecting.contains(request.getFacts().getPolicyVersion());
    return unseen ? CallFactsOf.unseen(call) : call;
  }

  /** Of all that were ever stopped, those it has: each decision is recorded with them. */
  private Moment own(Moment moment) {
    return moment.stopped().isEmpty()
        ? moment
        : new Moment(
            moment.unavailable(),
            moment.targets(),
            experiments.stream()
                .filter(moment.stopped()::contains)
                .collect(Collectors.toUnmodifiableSet()));
  }
}

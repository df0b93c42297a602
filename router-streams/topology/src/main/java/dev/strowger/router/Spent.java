package dev.strowger.router;

import dev.strowger.facts.ThriftOf;
import dev.strowger.policy.CallFacts;
import dev.strowger.quota.Level;
import dev.strowger.quota.LimitKind;
import dev.strowger.quota.Verdict;
import dev.strowger.records.LimitScope;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Thrift;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Budgets that are spent, whose owners have said what may be asked then.
 *
 * @param scopes whose they are
 * @param thrift what they require together
 */
record Spent(Set<LimitScope> scopes, CallFacts.Thrift thrift) {
  /** Empty if something else than money is in the way, or nobody has said what may be asked. */
  static Optional<Spent> of(RequestRecord request, Verdict verdict) {
    List<Level> refusals = verdict.refusals();
    if (refusals.stream().anyMatch(level -> level.kind().unit() != LimitKind.Unit.MONEY)) {
      return Optional.empty();
    }
    Set<LimitScope> spent =
        refusals.stream()
            .map(Level::scope)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(LimitScope.class)));
    List<ScopedLimits> thrifty =
        request.getLimits().stream()
            .filter(l -> spent.contains(l.getScope()) && l.getLimits().getThrift() != null)
            .toList();
    if (thrifty.isEmpty()) {
      return Optional.empty();
    }
    List<Thrift> thrifts =
        thrifty.stream().map(l -> Objects.requireNonNull(l.getLimits().getThrift())).toList();
    return Optional.of(
        new Spent(
            thrifty.stream().map(ScopedLimits::getScope).collect(Collectors.toUnmodifiableSet()),
            ThriftOf.all(thrifts)));
  }
}

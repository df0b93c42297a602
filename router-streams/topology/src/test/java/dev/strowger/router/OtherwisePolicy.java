package dev.strowger.router;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.ExperimentTerms;
import dev.strowger.policy.FeatureNeeds;
import dev.strowger.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A policy whose decisions are changed before anybody sees them. */
record OtherwisePolicy(Policy policy, BiFunction<CallFacts, Decision, Decision> change)
    implements Policy {
  /** Lets a bench decide otherwise than its policy says. */
  static void on(Bench bench, BiFunction<CallFacts, Decision, Decision> change) {
    bench.instead =
        Optional.of(new OtherwisePolicy(bench.policy.get().orElseThrow().policy(), change));
  }

  /** The same plans on other terms. */
  static void on(Bench bench, UnaryOperator<Decision.Planned> change) {
    on(bench, (call, decision) -> change.apply((Decision.Planned) decision));
  }

  @Override
  public String version() {
    return policy.version();
  }

  @Override
  public Set<String> providers() {
    return policy.providers();
  }

  @Override
  public List<Served> served() {
    return policy.served();
  }

  @Override
  public FeatureNeeds needs() {
    return policy.needs();
  }

  @Override
  public List<ExperimentTerms> experiments() {
    return policy.experiments();
  }

  @Override
  public Decision decide(CallFacts call) {
    return change.apply(call, policy.decide(call));
  }
}

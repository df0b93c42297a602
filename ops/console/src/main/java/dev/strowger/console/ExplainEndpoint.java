package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.policy.Availability;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.HealthReport;
import dev.strowger.policy.Policy;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The decision a request would get now, and why. */
final class ExplainEndpoint {
  private final Bundles bundles;
  private final TableView<ProviderHealth> health;
  private final Clock clock;
  private final Instant since;

  ExplainEndpoint(Bundles bundles, TableView<ProviderHealth> health, Clock clock) {
    this.bundles = bundles;
    this.health = health;
    this.clock = clock;
    this.since = clock.instant();
  }

  Reply explain(Call call) {
    Policy policy = bundles.tried(call);
    CallFacts facts =
        AskedFacts.of(
            call,
            clock.instant(),
            AskedFacts.said(call),
            new CallFacts.Moment(unavailable(policy.providers()), Map.of(), Set.of()));
    Map<String, Object> view =
        ordered(
            "requestId",
            facts.requestId(),
            "model",
            facts.asked().model(),
            "policyVersion",
            policy.version());
    view.put("unavailable", facts.moment().unavailable().keySet().stream().sorted().toList());
    view.putAll(PolicyViews.decision(policy.decide(facts)));
    return Reply.ok(view);
  }

  /** As the router sees it now, but for instances of which only the last word is known here. */
  private Map<String, String> unavailable(Set<String> providers) {
    List<HealthReport> reports =
        health.all().values().stream().map(ExplainEndpoint::report).toList();
    return Availability.at(clock.instant(), reports, providers, since).unavailable();
  }

  private static HealthReport report(ProviderHealth health) {
    return new HealthReport(
        health.getProvider(),
        health.getModel(),
        health.getInstance(),
        health.getState() == HealthState.DOWN,
        health.getAt(),
        Optional.ofNullable(health.getUntil()),
        health.getReason());
  }
}

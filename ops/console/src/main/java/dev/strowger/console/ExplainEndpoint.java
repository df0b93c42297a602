package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.replay.DecisionLog;
import dev.strowger.facts.CallFactsOf;
import dev.strowger.policy.Availability;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.HealthReport;
import dev.strowger.policy.Policy;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;

/** The decision a request would get now, and why. */
final class ExplainEndpoint {
  /** Routes of which is told why they are not taken. */
  private static final int MAX_PASSED = 20;

  private final Bundles bundles;
  private final DecisionLog decisions;
  private final PromptLook look = new PromptLook();
  private final TableView<ProviderHealth> health;
  private final Experiments experiments;
  private final Clock clock;
  private final Instant since;

  ExplainEndpoint(
      Bundles bundles,
      DecisionLog decisions,
      TableView<ProviderHealth> health,
      Experiments experiments,
      Clock clock) {
    this.bundles = bundles;
    this.decisions = decisions;
    this.health = health;
    this.experiments = experiments;
    this.clock = clock;
    this.since = clock.instant();
  }

  Reply explain(Call call) {
    Optional<DecisionRecord> recorded = call.optionalText("request").map(this::recorded);
    Policy policy =
        recorded.isPresent() && call.flag("asThen")
            ? Bundles.compiled(bundles.named(recorded.get().getPolicyVersion()))
            : bundles.tried(call);
    Map<String, Object> features = ordered();
    CallFacts facts =
        recorded.isPresent()
            ? CallFactsOf.decision(recorded.get())
                .orElseThrow(
                    () ->
                        Refusal.of(
                            409,
                            "not_by_policy",
                            "the policy was not asked about this request: "
                                + recorded.get().getRefusal()))
            : asked(call, policy, features);
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
    view.put("passed", policy.passed(facts, MAX_PASSED));
    view.put("facts", facts(facts));
    if (!features.isEmpty()) {
      view.put("features", features);
    }
    recorded.ifPresent(then -> view.put("recorded", RecordedView.of(then)));
    return Reply.ok(view);
  }

  private DecisionRecord recorded(String requestId) {
    try {
      return decisions
          .decision(requestId, clock.instant())
          .orElseThrow(
              () -> Refusal.notFound("no decision about request " + requestId + " in the log"));
    } catch (IOException | KafkaException e) {
      throw DecisionEndpoints.unavailable(e);
    }
  }

  private CallFacts asked(Call call, Policy policy, Map<String, Object> features) {
    CallFacts.Prompt prompt = AskedFacts.said(call);
    Optional<String> text = call.optionalText("prompt");
    if (text.isPresent()) {
      PromptLook.Seen seen = look.at(text.get(), policy.needs(), bundles.classifierTried(call));
      prompt = PromptLook.together(prompt, seen, policy.needs());
      features.put("detected", seen.features().detected().orElse(null));
      features.put("notFoundOut", seen.failed());
    }
    return AskedFacts.of(
        call,
        clock.instant(),
        prompt,
        new CallFacts.Moment(unavailable(policy.providers()), Map.of(), experiments.stopped()));
  }

  private static Map<String, Object> facts(CallFacts facts) {
    CallFacts.Prompt prompt = facts.prompt();
    return ordered(
        "at", facts.at().toString(),
        "tenant", facts.caller().tenant(),
        "team", facts.caller().team(),
        "credential", facts.caller().credential(),
        "tags", new TreeMap<>(facts.caller().tags()),
        "headers", new TreeMap<>(facts.asked().headers()),
        "operation", facts.asked().operation(),
        "stream", facts.asked().stream(),
        "needs", facts.asked().needs().stream().sorted().toList(),
        "promptTokens", facts.asked().promptTokens(),
        "language", prompt.language(),
        "intents", new TreeMap<>(prompt.intents()),
        "complexity", prompt.complexity().isPresent() ? prompt.complexity().getAsDouble() : null,
        "dataClasses", prompt.dataClasses().stream().sorted().toList(),
        "undetermined", prompt.undetermined());
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

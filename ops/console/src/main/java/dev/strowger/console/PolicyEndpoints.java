package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.manifest.Problem;
import dev.strowger.policy.Availability;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.HealthReport;
import dev.strowger.policy.Policy;
import dev.strowger.records.HealthState;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import dev.strowger.records.ProviderHealth;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The routing policy: shown, checked, published, explained. */
final class PolicyEndpoints {
  private final ConsoleConfig.Manifests manifests;
  private final PolicyLog policies;
  private final TableView<ProviderHealth> health;
  private final Clock clock;
  private final Instant since;

  PolicyEndpoints(
      ConsoleConfig.Manifests manifests,
      PolicyLog policies,
      TableView<ProviderHealth> health,
      Clock clock) {
    this.manifests = manifests;
    this.policies = policies;
    this.health = health;
    this.clock = clock;
    this.since = clock.instant();
  }

  Reply show(Call call) {
    return Reply.ok(PolicyViews.whole(active()));
  }

  Reply history(Call call) {
    String active = policies.active().map(PolicyRecord::getVersion).orElse("");
    return Reply.ok(
        Map.of(
            "versions",
            policies.history().stream()
                .map(
                    p -> {
                      Map<String, Object> view = PolicyViews.summary(p);
                      view.put("active", p.getVersion().equals(active));
                      return view;
                    })
                .toList()));
  }

  Reply version(Call call) {
    return policies
        .version(call.segment("version"))
        .map(p -> Reply.ok(PolicyViews.whole(p)))
        .orElseThrow(() -> Refusal.notFound("not one policy has this version; see the history"));
  }

  Reply validate(Call call) {
    return switch (check(call)) {
      case Proposal.Sound sound ->
          Reply.ok(
              ordered(
                  "valid",
                  true,
                  "version",
                  sound.policy().version(),
                  "inForce",
                  inForce(sound.policy().version()),
                  "problems",
                  List.of()));
      case Proposal.Unsound(var problems) ->
          Reply.ok(ordered("valid", false, "problems", PolicyViews.problems(problems)));
    };
  }

  Reply apply(Call call) throws InterruptedException {
    String source = call.optionalText("source").orElse("operator");
    return switch (check(call)) {
      case Proposal.Sound sound -> {
        boolean changed =
            policies.publish(sound.record(clock.instant(), source, manifests.simulated()));
        yield Reply.ok(ordered("version", sound.policy().version(), "changed", changed));
      }
      case Proposal.Unsound(var problems) -> unsound(problems);
    };
  }

  /** The decision a request would get now. */
  Reply explain(Call call) {
    String requestId = call.optionalText("requestId").orElseGet(() -> UUID.randomUUID().toString());
    String model = call.text("model", "the model as a client would name it");
    PolicyRecord active = active();
    Policy policy = compiled(active);
    CallFacts facts =
        CallFacts.plain(
            requestId,
            call.optionalText("tenant").orElse("demo"),
            model,
            call.flag("stream"),
            unavailable(policy.providers()));
    Map<String, Object> view =
        ordered("requestId", requestId, "model", model, "policyVersion", active.getVersion());
    view.put("unavailable", facts.moment().unavailable().keySet().stream().sorted().toList());
    view.putAll(PolicyViews.decision(policy.decide(facts)));
    return Reply.ok(view);
  }

  private PolicyRecord active() {
    return policies
        .active()
        .orElseThrow(() -> Refusal.notFound("no policy was ever published; see the status"));
  }

  private Policy compiled(PolicyRecord active) {
    Set<String> providers =
        active.getProviders().stream()
            .map(ProviderEntry::getName)
            .collect(Collectors.toUnmodifiableSet());
    return switch (Policy.compile(
        Policy.Bundle.of(active.getRoutesYaml(), active.getModelsYaml()), providers)) {
      case Policy.Compilation.Accepted(var policy, var warnings) -> policy;
      case Policy.Compilation.Rejected(var problems) ->
          throw Refusal.of(
              409,
              "policy_of_another_release",
              "this release does not accept the active policy: " + problems);
    };
  }

  /** As the router sees it now, but for instances of which only the last word is known here. */
  private Map<String, String> unavailable(Set<String> providers) {
    List<HealthReport> reports =
        health.all().values().stream().map(PolicyEndpoints::report).toList();
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

  private boolean inForce(String version) {
    return policies.active().filter(p -> p.getVersion().equals(version)).isPresent();
  }

  /** Routes and models come with the call; who can be asked stands in this installation. */
  private Proposal check(Call call) {
    String routes = call.text("routes", "the text of routes.yaml");
    String models = call.text("models", "the text of models.yaml");
    return switch (ManifestSet.propose(routes, models, manifests.directory())) {
      case ManifestSet.Reading.Whole(var whole) -> Proposal.check(whole);
      case ManifestSet.Reading.Broken(var problems) -> new Proposal.Unsound(problems);
    };
  }

  private static Reply unsound(List<Problem> problems) {
    Map<String, Object> body =
        ordered(
            "error",
            ordered(
                "message",
                "the manifests have problems: "
                    + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")),
                "type",
                "invalid_request_error",
                "param",
                null,
                "code",
                "invalid_policy"),
            "problems",
            PolicyViews.problems(problems));
    return new Reply(422, body);
  }
}

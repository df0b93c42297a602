package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.policy.ExperimentTerms;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Experiments of the policy in force: watched, stopped, and let go on. */
final class Experiments {
  private final PolicyLog policies;
  private final TableView<ExperimentState> states;
  private final RecordPublisher publisher;
  private final Clock clock;
  private String version = "";
  private List<ExperimentTerms> terms = List.of();

  Experiments(
      PolicyLog policies,
      TableView<ExperimentState> states,
      RecordPublisher publisher,
      Clock clock) {
    this.policies = policies;
    this.states = states;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Of the policy in force; compiled once for each version. */
  synchronized List<ExperimentTerms> all() {
    Optional<PolicyRecord> active = policies.active();
    if (active.isPresent() && !active.get().getVersion().equals(version)) {
      terms = Bundles.compiled(active.get()).experiments();
      version = active.get().getVersion();
    }
    return terms;
  }

  /** What was said last of an experiment as it is defined now. */
  Optional<ExperimentState> state(ExperimentTerms experiment) {
    return states
        .get(experiment.name())
        .filter(s -> s.getDefinition().equals(experiment.definition()));
  }

  boolean running(ExperimentTerms experiment, Instant at) {
    return experiment.period().covers(at)
        && state(experiment).filter(ExperimentState::getStopped).isEmpty();
  }

  void set(ExperimentTerms experiment, boolean stopped, String reason) throws InterruptedException {
    ExperimentState state =
        ExperimentState.newBuilder()
            .setExperiment(experiment.name())
            .setDefinition(experiment.definition())
            .setStopped(stopped)
            .setReason(reason)
            .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .build();
    publisher.publish(Topics.EXPERIMENTS, experiment.name(), state);
    states.await(experiment.name(), state::equals, RecordPublisher.TIMEOUT);
  }

  Reply list(Call call) {
    return Reply.ok(Map.of("experiments", all().stream().map(this::view).toList()));
  }

  Reply stop(Call call) throws InterruptedException {
    return set(call, true, "stopped by an operator");
  }

  Reply resume(Call call) throws InterruptedException {
    return set(call, false, "resumed by an operator");
  }

  private Reply set(Call call, boolean stopped, String otherwise) throws InterruptedException {
    String name = call.segment("name");
    ExperimentTerms experiment =
        all().stream()
            .filter(e -> e.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> Refusal.notFound("the policy in force has no experiment of this name"));
    set(experiment, stopped, call.optionalText("reason").orElse(otherwise));
    return Reply.ok(view(experiment));
  }

  private Map<String, Object> view(ExperimentTerms experiment) {
    Optional<ExperimentState> state = state(experiment);
    Instant now = clock.instant();
    return ordered(
        "name", experiment.name(),
        "route", experiment.route(),
        "share", experiment.share(),
        "definition", experiment.definition(),
        "start", experiment.period().start().map(Instant::toString).orElse(null),
        "end", experiment.period().end().map(Instant::toString).orElse(null),
        "guarded", experiment.guard().isPresent(),
        "running", running(experiment, now),
        "stopped", state.map(ExperimentState::getStopped).orElse(false),
        "reason", state.map(ExperimentState::getReason).orElse(""),
        "at", state.map(s -> s.getAt().toString()).orElse(null));
  }
}

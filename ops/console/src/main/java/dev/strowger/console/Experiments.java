package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.policy.ExperimentTerms;
import dev.strowger.policy.Policy;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Experiments of the policy in force: watched, stopped, and let go on. */
final class Experiments {
  /** Looked at for one experiment; where there were more changes, the earlier ones do not count. */
  static final int MAX_VERSIONS = 50;

  /**
   * The experiments of a policy.
   *
   * @param version as this release makes it of the content
   * @param experiments name and definition of each
   */
  private record Defined(String version, Set<String> experiments) {
    static Defined in(PolicyRecord policy) {
      try {
        Policy compiled = Bundles.compiled(policy);
        return new Defined(
            compiled.version(),
            compiled.experiments().stream().map(Defined::key).collect(Collectors.toSet()));
      } catch (Refusal e) {
        // Of another release, which this one does not read.
        return new Defined(policy.getVersion(), Set.of());
      }
    }

    static String key(ExperimentTerms experiment) {
      return experiment.name() + "@" + experiment.definition();
    }
  }

  private final PolicyLog policies;
  private final TableView<ExperimentState> states;
  private final RecordPublisher publisher;
  private final Clock clock;
  private final Map<String, Defined> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Defined> eldest) {
          return size() > 2 * MAX_VERSIONS;
        }
      };
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

  /**
   * Versions of the policy with the experiment as it is defined now, of those that were in force at
   * a time or later: requests under others were in another experiment, whatever its name.
   */
  synchronized List<String> versions(ExperimentTerms experiment, Instant since) {
    List<String> versions = new ArrayList<>();
    int looked = 0;
    for (PolicyRecord policy : policies.history()) {
      Defined defined = known.computeIfAbsent(policy.getVersion(), v -> Defined.in(policy));
      if (defined.experiments().contains(Defined.key(experiment))) {
        versions.add(policy.getVersion());
        versions.add(defined.version());
      }
      // The newest of those before was the one in force then.
      if (policy.getPublishedAt().isBefore(since) || ++looked == MAX_VERSIONS) {
        break;
      }
    }
    return versions.stream().distinct().toList();
  }

  /** What was said last of an experiment as it is defined now. */
  Optional<ExperimentState> state(ExperimentTerms experiment) {
    return states
        .get(experiment.name())
        .filter(s -> s.getDefinition().equals(experiment.definition()));
  }

  /** All that were ever stopped and not let go on, as {@code name@definition}. */
  Set<String> stopped() {
    return states.all().values().stream()
        .filter(ExperimentState::getStopped)
        .map(state -> state.getExperiment() + "@" + state.getDefinition())
        .collect(Collectors.toUnmodifiableSet());
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

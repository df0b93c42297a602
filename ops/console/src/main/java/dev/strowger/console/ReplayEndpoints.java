package dev.strowger.console;

import dev.strowger.console.replay.Replay;
import dev.strowger.console.replay.ReplayReport;
import dev.strowger.facts.PolicyOf;
import dev.strowger.policy.Policy;
import dev.strowger.topics.KafkaAccess;
import java.time.Clock;
import java.util.Optional;

/** Recorded decisions, made again with another policy. */
final class ReplayEndpoints {
  private static final long MAX_DECISIONS = 1_000_000_000;
  private static final int MAX_CHANGES = 10_000;
  private static final int CHANGES = 50;

  private final Jobs<ReplayReport> jobs;
  private final KafkaAccess kafka;
  private final Bundles bundles;
  private final PolicyLog policies;
  private final Clock clock;

  ReplayEndpoints(
      Jobs<ReplayReport> jobs,
      KafkaAccess kafka,
      Bundles bundles,
      PolicyLog policies,
      Clock clock) {
    this.jobs = jobs;
    this.kafka = kafka;
    this.bundles = bundles;
    this.policies = policies;
    this.clock = clock;
  }

  JobEndpoints<ReplayReport> running() {
    return new JobEndpoints<>(jobs, "replays");
  }

  Reply start(Call call) {
    JobEndpoints.Window window = JobEndpoints.Window.of(call, clock);
    Replay.Terms terms =
        new Replay.Terms(
            window.from(),
            window.to(),
            call.number("limit", 0, 0, MAX_DECISIONS),
            (int) call.number("changes", CHANGES, 0, MAX_CHANGES));
    Replay replay = new Replay(kafka, terms, bundles.tried(call), this::policy);
    return new Reply(202, jobs.start(replay).view());
  }

  private Optional<Policy> policy(String version) {
    return policies
        .version(version)
        .flatMap(
            record ->
                switch (PolicyOf.record(record)) {
                  case Policy.Compilation.Accepted(var policy, var _) -> Optional.of(policy);
                  // Of another release: its prices are not known here.
                  case Policy.Compilation.Rejected(var _) -> Optional.empty();
                });
  }
}

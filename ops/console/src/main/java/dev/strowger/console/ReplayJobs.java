package dev.strowger.console;

import dev.strowger.console.replay.Replay;
import dev.strowger.facts.PolicyOf;
import dev.strowger.policy.Policy;
import dev.strowger.topics.KafkaAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Replays, one at a time, and the reports of the last ones. */
final class ReplayJobs implements AutoCloseable {
  /** Replays that wait for the one that runs. */
  static final int LINE = 4;

  /** Older ones are forgotten. */
  static final int KEPT = 20;

  private final KafkaAccess kafka;
  private final PolicyLog policies;
  private final Workbench bench = new Workbench("console-replay", 1, LINE);
  private final Map<String, ReplayJob> jobs = new LinkedHashMap<>();
  private long last;

  ReplayJobs(KafkaAccess kafka, PolicyLog policies) {
    this.kafka = kafka;
    this.policies = policies;
  }

  /**
   * @throws Refusal (503) if too many wait
   */
  synchronized ReplayJob start(Replay.Terms terms, Policy policy) {
    String id = "replay-" + (last + 1);
    ReplayJob job = new ReplayJob(id, new Replay(kafka, terms, policy, this::policy));
    try {
      bench.execute(job);
    } catch (RejectedExecutionException e) {
      throw Refusal.of(
          503, "busy", LINE + " replays wait already; wait for them, or cancel one of them");
    }
    last++;
    jobs.put(id, job);
    if (jobs.size() > KEPT) {
      jobs.values().stream()
          .filter(ReplayJob::ended)
          .findFirst()
          .ifPresent(oldest -> jobs.values().remove(oldest));
    }
    return job;
  }

  /**
   * @throws Refusal (404) if there is none, or it was forgotten
   */
  synchronized ReplayJob get(String id) {
    ReplayJob job = jobs.get(id);
    if (job == null) {
      throw Refusal.notFound("no replay has this id; the last " + KEPT + " are kept");
    }
    return job;
  }

  synchronized List<ReplayJob> all() {
    return new ArrayList<>(jobs.values());
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

  @Override
  public void close() {
    all().forEach(ReplayJob::cancel);
    bench.close();
  }
}

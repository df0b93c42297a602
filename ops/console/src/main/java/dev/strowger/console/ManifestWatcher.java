package dev.strowger.console;

import dev.strowger.manifest.Problem;
import dev.strowger.records.PolicyRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what operators write into force: looks at the manifests again and again, and publishes
 * them when they changed and are sound. Unsound ones are reported and change nothing.
 *
 * <p>Files are compared by content, for editors replace files. A change counts once two looks in a
 * row found the same text, because a file may be seen half written. What the files said when they
 * were last published is kept in the log: while they say the same, they do not replace a policy
 * that was put in force since (by an operator, or by going back), not even after a new start.
 */
final class ManifestWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManifestWatcher.class);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final ConsoleConfig.Manifests config;
  private final PolicyLog policies;
  private final OwnDeeds deeds;
  private final Clock clock;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("manifests").factory());
  private volatile Standing standing = new Standing(Instant.EPOCH, Optional.empty(), List.of());
  private @Nullable Future<?> looks;
  private ManifestSet.@Nullable Reading seen;
  private ManifestSet.@Nullable Reading applied;

  /**
   * What the files were worth when they last changed.
   *
   * @param at when they were judged
   * @param version of the policy in the files; empty if they are unsound
   * @param problems everything that is wrong with them
   */
  record Standing(Instant at, Optional<String> version, List<Problem> problems) {}

  ManifestWatcher(
      ConsoleConfig.Manifests config,
      PolicyLog policies,
      OwnDeeds deeds,
      Clock clock,
      MeterRegistry meters) {
    this.config = config;
    this.policies = policies;
    this.deeds = deeds;
    this.clock = clock;
    meters.gauge("strowger.manifest.problems", this, w -> (double) w.standing().problems().size());
  }

  /** Applies what stands in the directory now, then watches it. */
  void start() throws InterruptedException {
    apply(ManifestSet.read(config.directory(), config.environment()));
    long every = config.interval().toMillis();
    looks = schedule.scheduleWithFixedDelay(this::lookAgain, every, every, TimeUnit.MILLISECONDS);
  }

  Standing standing() {
    return standing;
  }

  /** One look at the files. */
  void look() throws InterruptedException {
    ManifestSet.Reading now = ManifestSet.read(config.directory(), config.environment());
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(applied)) {
      apply(now);
    }
  }

  private void lookAgain() {
    try {
      look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The next look tries again: nothing was noted as applied.
      log.atWarn().addKeyValue("reason", e.getMessage()).log("the manifests were not published");
    }
  }

  private void apply(ManifestSet.Reading reading) throws InterruptedException {
    switch (reading) {
      case ManifestSet.Reading.Broken(var problems) -> report(problems);
      case ManifestSet.Reading.Whole(var manifests) -> {
        switch (Proposal.check(manifests)) {
          case Proposal.Unsound(var problems) -> report(problems);
          case Proposal.Sound sound -> publish(sound);
        }
      }
    }
    applied = reading;
    seen = reading;
  }

  private void publish(Proposal.Sound sound) throws InterruptedException {
    for (String name : config.simulated()) {
      if (!sound.providers().containsKey(name)) {
        log.atWarn()
            .addKeyValue("provider", name)
            .log("a provider that is not in providers.yaml is said to be simulated");
      }
    }
    // Before the policy is seen in force, so that nobody sees the old problems beside it.
    standing = new Standing(clock.instant(), Optional.of(sound.policy().version()), List.of());
    Optional<PolicyRecord> active = policies.active();
    String version = sound.policy().version();
    if (active.isPresent()
        && !active.get().getVersion().equals(version)
        && policies.ofFiles().equals(Optional.of(version))) {
      log.atWarn()
          .addKeyValue("version", version)
          .addKeyValue("inForce", active.get().getVersion())
          .addKeyValue("source", active.get().getSource())
          .log(
              "the manifests did not change since another policy was put in force: that one stays");
      return;
    }
    PolicyRecord policy =
        sound.record(
            clock.instant(),
            config.directory().toString(),
            config.simulated(),
            active.map(PolicyRecord::getClassifierModel).orElse(null));
    if (policies.wouldChange(policy, Optional.empty())) {
      Map<String, String> from = Map.of("source", policy.getSource());
      deeds.record("policy.apply", version, from, () -> policies.publishFiles(policy));
    } else {
      policies.publishFiles(policy);
    }
  }

  private void report(List<Problem> problems) {
    standing = new Standing(clock.instant(), Optional.empty(), problems);
    for (Problem problem : problems) {
      log.atError().addKeyValue("problem", problem.toString()).log("manifest not accepted");
    }
    log.atError()
        .addKeyValue("problems", problems.size())
        .addKeyValue(
            "inForce", policies.active().map(p -> p.getVersion()).orElse("no policy at all"))
        .log("the manifests are not in force; correct them and they are picked up");
  }

  @Override
  public void close() {
    if (looks != null) {
      looks.cancel(true);
    }
    schedule.shutdownNow();
    try {
      if (!schedule.awaitTermination(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn().log("the watcher of the manifests is still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

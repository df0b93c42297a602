package dev.strowger.console;

import dev.strowger.policy.ExperimentTerms;
import dev.strowger.records.ExperimentState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
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
 * Stops experiments whose treatment is worse than their guard allows. Several consoles may do this
 * at once: they say the same. What was before an experiment was let go on again does not count.
 */
final class ExperimentGuard implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ExperimentGuard.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final String FIGURES =
      "SELECT arm, count(), countIf(outcome != 'ANSWERED' AND failure != 'repeat'),"
          + " quantile(0.95)(total_us) / 1000, avg(cost_micros)"
          + " FROM requests WHERE experiment = ? AND has(splitByChar(',', ?), policy_version)"
          + " AND at >= toDateTime64(?, 3, 'UTC') GROUP BY arm";

  /** {@link SqlRunner#run}. */
  interface Queries {
    QueryResult run(String sql, String... parameters);
  }

  private final Experiments experiments;
  private final Queries sql;
  private final OwnDeeds deeds;
  private final Clock clock;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("experiments").factory());
  private @Nullable Future<?> looks;
  private String trouble = "";

  ExperimentGuard(Experiments experiments, Queries sql, OwnDeeds deeds, Clock clock) {
    this.experiments = experiments;
    this.sql = sql;
    this.deeds = deeds;
    this.clock = clock;
  }

  void start() {
    long every = INTERVAL.toMillis();
    looks = schedule.scheduleWithFixedDelay(this::lookAgain, every, every, TimeUnit.MILLISECONDS);
  }

  private void lookAgain() {
    try {
      look();
      trouble = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(trouble)) {
        log.atWarn().addKeyValue("reason", message).log("experiments are not watched over now");
      }
      trouble = message;
    }
  }

  /** One look at all experiments that run and have a guard. */
  void look() throws InterruptedException {
    Instant now = clock.instant();
    for (ExperimentTerms experiment : experiments.all()) {
      Optional<ExperimentTerms.Guard> guard = experiment.guard();
      if (guard.isPresent() && experiments.running(experiment, now)) {
        Map<String, ArmFigures> arms = figures(experiment, guard.get(), now);
        Optional<String> objection =
            ArmFigures.objection(
                guard.get(),
                arms.getOrDefault("control", ArmFigures.NONE),
                arms.getOrDefault("treatment", ArmFigures.NONE));
        if (objection.isPresent()) {
          deeds.record(
              "experiments.stop",
              experiment.name(),
              Map.of("reason", objection.get()),
              () -> experiments.set(experiment, true, objection.get()));
          log.atWarn()
              .addKeyValue("experiment", experiment.name())
              .addKeyValue("reason", objection.get())
              .log("experiment stopped by its guard");
        }
      }
    }
  }

  private Map<String, ArmFigures> figures(
      ExperimentTerms experiment, ExperimentTerms.Guard guard, Instant now) {
    Instant window = now.minusMillis(guard.windowMs());
    Instant from =
        experiments
            .state(experiment)
            .map(ExperimentState::getAt)
            .filter(at -> at.isAfter(window))
            .orElse(window);
    Map<String, ArmFigures> arms = new HashMap<>();
    String versions = String.join(",", experiments.versions(experiment, from));
    QueryResult found = sql.run(FIGURES, experiment.name(), versions, TIME.format(from));
    for (List<Object> row : found.table().rows()) {
      arms.put(
          String.valueOf(row.get(0)),
          new ArmFigures(
              (long) number(row.get(1)),
              (long) number(row.get(2)),
              number(row.get(3)),
              number(row.get(4))));
    }
    return arms;
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public void close() {
    if (looks != null) {
      looks.cancel(true);
    }
    schedule.shutdownNow();
  }
}

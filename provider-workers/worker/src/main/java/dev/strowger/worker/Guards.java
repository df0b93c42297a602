package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.StepRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards of all targets that this process calls, and what other processes tell of targets.
 * Routes may guard a target in different ways: each way has a guard of its own, and what one of
 * them finds out the others are told.
 */
final class Guards {
  /** Targets remembered; the one that was not used for longest is forgotten. */
  static final int MAX_TARGETS = 1_000;

  /** Ways in which one target is guarded. */
  static final int MAX_WAYS = 8;

  private static final Logger log = LoggerFactory.getLogger(Guards.class);

  private final TimeSource time;
  private final TargetHealth health;
  private final Consumer<ProviderHealth> others;
  private final TargetMetrics metrics;
  private final Map<String, Map<TargetGuard.Settings, TargetGuard>> targets =
      new Bounded<>(MAX_TARGETS);
  private final Map<String, ProviderHealth> told = new Bounded<>(MAX_TARGETS);

  /**
   * @param others told of every change that they are to know
   */
  Guards(
      TimeSource time,
      TargetHealth health,
      Consumer<ProviderHealth> others,
      TargetMetrics metrics) {
    this.time = time;
    this.health = health;
    this.others = others;
    this.metrics = metrics;
  }

  /** Forgets what was not used for longest. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int bound;

    Bounded(int bound) {
      super(16, 0.75f, true);
      this.bound = bound;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > bound;
    }
  }

  /** Asks for a call of the step's target; a permit is to be given back by {@link #leave}. */
  TargetGuard.Entry enter(PlanStep step) {
    return guard(step).enter();
  }

  void leave(PlanStep step, TargetGuard.Entry.Permit permit, Verdict verdict) {
    permit.guard().leave(permit, verdict).ifPresent(state -> changed(step, permit.guard(), state));
  }

  /**
   * A request has asked as often as it may, and the provider has enough without saying how long.
   */
  void limited(PlanStep step) {
    TargetGuard guard = guard(step);
    guard
        .cool(
            FailureKind.RATE_LIMITED,
            "the provider refused calls again and again",
            Duration.ofMillis(Math.max(1, step.getBreaker().getOpenMs())))
        .ifPresent(state -> changed(step, guard, state));
  }

  /** When the first of the plan's targets that are down may be called again. */
  Optional<Instant> soonest(Plan plan) {
    return plan.getSteps().stream()
        .filter(step -> step.getRole() == StepRole.ANSWER)
        .flatMap(step -> Optional.ofNullable(downUntil(step)).stream())
        .min(Comparator.naturalOrder());
  }

  /** Whether the step's target is left alone now. */
  boolean down(PlanStep step) {
    return downUntil(step) != null;
  }

  /** Another process tells of a target. */
  void told(ProviderHealth tale) {
    String name = TargetHealth.name(tale.getProvider(), tale.getModel());
    List<TargetGuard> concerned;
    synchronized (this) {
      ProviderHealth before = told.get(name);
      if (before != null && before.getAt().isAfter(tale.getAt())) {
        return;
      }
      told.put(name, tale);
      concerned = guards(name);
    }
    concerned.forEach(guard -> guard.told(tale));
  }

  /** 0 well, 1 a request tries it, 2 left alone. */
  int level(String name) {
    List<TargetGuard> all;
    synchronized (this) {
      all = guards(name);
    }
    return all.stream().mapToInt(TargetGuard::level).max().orElse(0);
  }

  private List<TargetGuard> guards(String name) {
    return new ArrayList<>(targets.getOrDefault(name, Map.of()).values());
  }

  private TargetGuard guard(PlanStep step) {
    String name = TargetHealth.name(step.getProvider(), step.getModel());
    TargetGuard.Settings settings = new TargetGuard.Settings(step.getBreaker(), step.getCeiling());
    TargetGuard made;
    ProviderHealth tale;
    synchronized (this) {
      Map<TargetGuard.Settings, TargetGuard> ways = targets.get(name);
      if (ways == null) {
        ways = new Bounded<>(MAX_WAYS);
        targets.put(name, ways);
        metrics.watch(step.getProvider(), step.getModel(), () -> level(name));
      }
      TargetGuard known = ways.get(settings);
      if (known != null) {
        return known;
      }
      made = new TargetGuard(name, settings, time);
      ways.put(settings, made);
      tale = told.get(name);
    }
    if (tale != null) {
      made.told(tale);
    }
    return made;
  }

  private @Nullable Instant downUntil(PlanStep step) {
    String name = TargetHealth.name(step.getProvider(), step.getModel());
    List<TargetGuard> all;
    ProviderHealth tale;
    synchronized (this) {
      all = guards(name);
      tale = told.get(name);
    }
    Instant now = time.now();
    if (all.isEmpty()) {
      Instant until = tale == null ? null : tale.getUntil();
      return until != null && until.isAfter(now) ? until : null;
    }
    return all.stream()
        .map(TargetGuard::downUntil)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private void changed(PlanStep step, TargetGuard source, TargetState state) {
    ProviderHealth tale = health.of(step, state, time.now());
    String name = TargetHealth.name(step.getProvider(), step.getModel());
    List<TargetGuard> siblings;
    synchronized (this) {
      told.put(name, tale);
      siblings = guards(name);
    }
    siblings.stream().filter(guard -> guard != source).forEach(guard -> guard.told(tale));
    if (state.until().isPresent()) {
      metrics.down(step.getProvider(), step.getModel(), state.kind());
    }
    (state.alarm() ? log.atError() : state.until().isPresent() ? log.atWarn() : log.atInfo())
        .addKeyValue("provider", step.getProvider())
        .addKeyValue("model", step.getModel())
        .addKeyValue("until", state.until().map(Instant::toString).orElse(""))
        .addKeyValue("reason", tale.getReason())
        .log(state.until().isPresent() ? "target is left alone" : "target is well again");
    try {
      others.accept(tale);
    } catch (RuntimeException e) {
      // Others find out by themselves; the request whose call showed it must not fail for it.
      log.atWarn().addKeyValue("provider", step.getProvider()).setCause(e).log("not told on");
    }
  }
}

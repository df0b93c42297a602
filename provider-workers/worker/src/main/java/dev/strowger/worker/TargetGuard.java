package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Breaker;
import dev.strowger.records.Ceiling;
import dev.strowger.records.ProviderHealth;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls away from one target while it is down or has enough of them. Down is an open breaker,
 * whatever opened it: failures, a provider that asked for peace, a refused key, or another process
 * that says so. When its time is over one call may try.
 */
final class TargetGuard {
  /** A provider that asks for more peace than this is tried nevertheless. */
  static final Duration LONGEST_COOLING = Duration.ofHours(1);

  /** A key does not become right by itself within seconds, but a wrong 401 must not last. */
  static final Duration KEY_COOLING = Duration.ofSeconds(30);

  /** Shorter absences are over before others could act on them. */
  static final Duration SHORTEST_TOLD = Duration.ofSeconds(1);

  /** What the target's settings are; a change makes a new guard. */
  record Settings(Breaker breaker, Ceiling ceiling) {}

  /** How a call may begin. */
  sealed interface Entry {
    /**
     * @param guard that gave it
     * @param era of the guard's state when it was given
     * @param probe whether this is the one call that tries a target that was down
     */
    record Permit(TargetGuard guard, long era, boolean probe) implements Entry {}

    record Refused(Refusal refusal) implements Entry {}
  }

  private final Settings settings;
  private final TimeSource time;
  private final CircuitBreaker breaker;
  private final Optional<Bulkhead> places;
  private final Optional<RateLimiter> pace;
  private volatile long openMs;

  private long era;
  private Instant since = Instant.MIN;
  private Instant until = Instant.MIN;
  private FailureKind kind = FailureKind.OVERLOADED;
  private String reason = "";
  private boolean told;
  private boolean alarmed;

  TargetGuard(String name, Settings settings, TimeSource time) {
    this.settings = settings;
    this.time = time;
    this.breaker = GuardParts.breaker(name, settings.breaker(), time.wall(), ms -> openMs = ms);
    this.places = GuardParts.places(name, settings.ceiling());
    this.pace = GuardParts.pace(name, settings.ceiling());
    if (neverLeftAlone()) {
      breaker.transitionToDisabledState();
    }
  }

  private boolean neverLeftAlone() {
    return settings.breaker().getOpenMs() == 0;
  }

  Settings settings() {
    return settings;
  }

  /** For the gauge: 0 well, 1 trying, 2 down. */
  int level() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> 2;
      case HALF_OPEN -> 1;
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
    };
  }

  /** A permit is to be given back by {@link #leave}. */
  synchronized Entry enter() {
    if (!breaker.tryAcquirePermission()) {
      boolean trying = breaker.getState() == CircuitBreaker.State.HALF_OPEN;
      return new Entry.Refused(
          new Refusal(
              kind,
              trying ? reason + ", another request tries it" : reason,
              trying ? Optional.empty() : Optional.of(until)));
    }
    boolean probe = breaker.getState() == CircuitBreaker.State.HALF_OPEN;
    Entry.Permit permit = new Entry.Permit(this, era, probe);
    if (places.isPresent() && !places.get().tryAcquirePermission()) {
      giveBack(permit);
      return full(
          FailureKind.OVERLOADED,
          settings.ceiling().getConcurrent() + " calls are under way, the ceiling");
    }
    if (pace.isPresent() && !pace.get().acquirePermission()) {
      places.ifPresent(Bulkhead::releasePermission);
      giveBack(permit);
      return full(
          FailureKind.RATE_LIMITED,
          settings.ceiling().getPerSecond() + " calls were made this second, the ceiling");
    }
    return permit;
  }

  private static Entry full(FailureKind kind, String why) {
    return new Entry.Refused(new Refusal(kind, why, Optional.empty()));
  }

  /**
   * The call is over.
   *
   * @return what others are to know, if that changed
   */
  synchronized Optional<TargetState> leave(Entry.Permit permit, Verdict verdict) {
    places.ifPresent(Bulkhead::onComplete);
    return switch (verdict) {
      case Verdict.Unknown() -> {
        giveBack(permit);
        yield Optional.empty();
      }
      case Verdict.Limited(var retryAfter) -> {
        giveBack(permit);
        yield retryAfter.isPresent() && retryAfter.get().isPositive()
            ? cool(FailureKind.RATE_LIMITED, "the provider asked for a pause", retryAfter.get())
            : Optional.empty();
      }
      case Verdict.KeyRefused() -> {
        giveBack(permit);
        Optional<TargetState> down =
            cool(FailureKind.AUTHENTICATION, "the provider refused the key", KEY_COOLING);
        boolean first = !alarmed;
        alarmed = true;
        yield first ? down.map(TargetState::alarming) : down;
      }
      case Verdict.Well() -> counted(permit, verdict);
      case Verdict.Failing(FailureKind failure) -> {
        if (breaker.getState() == CircuitBreaker.State.CLOSED || counts(permit)) {
          kind = failure;
          reason = "its calls failed, the last one as " + failure.label();
        }
        yield counted(permit, verdict);
      }
    };
  }

  /** Leaves the target alone for a while; shorter than it is left alone already changes nothing. */
  synchronized Optional<TargetState> cool(FailureKind why, String words, Duration length) {
    Instant now = time.now();
    Duration bounded = length.compareTo(LONGEST_COOLING) > 0 ? LONGEST_COOLING : length;
    if (neverLeftAlone() || (open() && !now.plus(bounded).isAfter(until))) {
      return Optional.empty();
    }
    kind = why;
    reason = words;
    breaker.transitionToOpenStateUntil(now.plus(bounded));
    return wentDown(now, bounded);
  }

  /** Another process tells of this target. */
  synchronized void told(ProviderHealth health) {
    if (neverLeftAlone()) {
      return;
    }
    Instant now = time.now();
    Instant end = health.getUntil();
    switch (health.getState()) {
      case DOWN -> {
        if (end != null && end.isAfter(now) && !(open() && !end.isAfter(until))) {
          Duration rest = Duration.between(now, end);
          Duration length = rest.compareTo(LONGEST_COOLING) > 0 ? LONGEST_COOLING : rest;
          kind = TargetHealth.kind(health);
          reason = TargetHealth.words(health);
          breaker.transitionToOpenStateUntil(now.plus(length));
          Optional<TargetState> _ = wentDown(now, length);
          told = true;
        }
      }
      case UP -> {
        if (breaker.getState() != CircuitBreaker.State.CLOSED && health.getAt().isAfter(since)) {
          breaker.transitionToClosedState();
          wentUp();
        }
      }
      case DEGRADED -> {
        // Still to be called.
      }
    }
  }

  /** When it may be called again, if it is down now. */
  synchronized @Nullable Instant downUntil() {
    return open() && until.isAfter(time.now()) ? until : null;
  }

  private Optional<TargetState> counted(Entry.Permit permit, Verdict verdict) {
    CircuitBreaker.State before = breaker.getState();
    if (before != CircuitBreaker.State.CLOSED && !counts(permit)) {
      // Begun before the target went down: it says nothing about it now.
      return Optional.empty();
    }
    breaker.onResult(0, TimeUnit.NANOSECONDS, verdict);
    CircuitBreaker.State after = breaker.getState();
    if (after == before) {
      return Optional.empty();
    }
    if (after == CircuitBreaker.State.OPEN) {
      return wentDown(time.now(), Duration.ofMillis(openMs));
    }
    boolean known = told;
    wentUp();
    return known ? Optional.of(TargetState.well()) : Optional.empty();
  }

  private boolean counts(Entry.Permit permit) {
    return permit.probe() && permit.era() == era;
  }

  /** A probe that found nothing out lets another one try. */
  private void giveBack(Entry.Permit permit) {
    if (counts(permit) && breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
      breaker.releasePermission();
    }
  }

  private Optional<TargetState> wentDown(Instant now, Duration length) {
    era++;
    since = now;
    until = now.plus(length);
    if (length.compareTo(SHORTEST_TOLD) < 0) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(TargetState.down(until, kind, reason));
  }

  private void wentUp() {
    era++;
    told = false;
    alarmed = false;
  }

  private boolean open() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }
}
